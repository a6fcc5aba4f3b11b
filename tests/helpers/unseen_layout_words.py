"""Two further pools in the form of `fresh_layout_words`, by tills, ERPs, systems for customers and for staff, and English shops.

Each was written without a look at the dictionary; what was matched when they were first tried stands in the test.
"""

FOURTH = """
member
 card_no card 顾客卡号 Membership~No 会员档案号 VIP编码 客户卡号
 name person 持卡人 顾客姓名/昵称 First~Name 卡主 会员称呼
 phone phone 绑定手机 顾客手机号码 Cell~Phone 会员联系电话1 登记电话
 gender gender 顾客性别 Title/Gender 男/女士 会员性别(男女)
 birthday birthday 顾客出生日 Birth~Day 会员诞辰 生日(公历) 出生年/月/日
 tier tier 会员层级 卡片等级 Loyalty~Tier 当前会员级别 VIP级别
 home_store store 建卡门店 主消费门店 Registered~Store 会员归属店 开卡分店
 joined_on day 成为会员时间 建卡时间 Member~Since 首次入会日 开通日期
 recruiter employee 拉新员工 服务导购 Sales~Associate 专属导购 建卡人
 address address 顾客住址 Mailing~Address 邮寄地址 居住小区地址
 points points 剩余可用积分 Loyalty~Points 积分结存 当前可用分 账户积分
 spend_12m money_large 近12个月累计消费 Last~12~Months~Sales 滚动年消费额 最近12月实付金额
 note note 会员说明 Customer~Note 档案备注 特殊情况说明
store_day
 store store 分店名称 Outlet~Name 销售门店 上报店铺 营业网点名称
 day day_unique 销售日 Business~Date 账务日期 统计日期 日结日期
 sales money_large 实收金额合计 Gross~Sales 门店销售总额 日营业额 销售净额
 transactions count 成交单数 Transaction~Count 小票张数 交易笔数合计 有效单数
 units count 销售件数合计 Units~Sold 销售数量(件) 售出商品数
 member_sales money_mid 会员消费合计 Loyalty~Sales 会员销售金额 会员贡献销售额
 visitors count_large 进店客流 Footfall~Count 到店人数 客流数 入店顾客数
 new_members count_small 新增会员人数 New~Member~Count 当天开卡数 发展会员数
 cash_difference money_signed 现金长短款 Over/Short 收银差异 钱款差额
 staff_hours hours 用工总时长 Labour~Hours 员工工时合计 出勤工时
product
 sku sku 商品货号 Item~No. 存货编号 商品ID 物料号
 barcode barcode 商品69码 GTIN-13 基本条码 国标码
 name product_name 商品全称 Item~Description 存货名称 产品中文名 物料名称
 category category 商品大类 Item~Group 存货分类 所属类目 物料组
 spec spec 包装规格(单品) Item~Size 存货规格 规格/型号 净重规格
 unit unit 库存单位 Base~Unit 主计量单位 基本计量单位 最小销售单位
 shelf_life_days days 保质期限(天) Shelf~Life~in~Days 保存天数 有效天数
 storage storage 保存条件 Storage~Condition 仓储要求 存放要求
 supplier supplier 默认供应商 Preferred~Vendor 主要供货商 供应单位
 list_price price 参考售价 Selling~Price 标准售价 门店零售价 吊牌零售价
 member_price price_low 会员专享 VIP~Price 会员折后价 会员优惠单价
 cost price_cost 最新进价 Average~Cost 参考成本 含税进价 采购单价
employee
 staff_no staff 人员编码 Personnel~No. 员工代码 考勤号 工作证号
 name person 员工姓名(中文) Employee~Name 雇员姓名 人员名称 同事姓名
 phone phone 个人手机 Work~Mobile 移动电话号码 紧急联系手机 员工手机
 department department 一级部门 Organization~Unit 部门(全称) 任职部门 所属机构部门
 position position 职务/岗位 Position~Title 任职岗位 标准岗位 职位名称
 store store 工作地点(门店) Branch~Office 任职门店 所在分店 派驻店铺
 hired_on day 入职日期(合同) Date~of~Joining 入司日期 司龄起算日 最近入职日
 id_number identity 公民身份号码 ID~Card~No. 证件号码(身份证) 居民身份证号
 status employee_status 人员状态(在职) Employee~Status 任职情况 用工状态
 gender gender 性别(M/F) Sex/Gender 员工性别栏
store
 code code:MD 分店编码 Outlet~Code 店铺编码 营业网点编号 门店内码
 name store_name 分店名 Outlet~Name 店铺全称 门店简称 营业网点名
 kind store_kind 门店性质 Store~Format 店铺性质 直营/加盟 经营性质
 region region 营运区域 Sales~Region 所属营运区 片区名称 管理大区
 opened_on day 开业年月日 Grand~Opening 开店时间 开始营业日 正式开业日
 address address 店铺所在地址 Store~Address 经营地址 门店位置 详细店址
 phone phone 店铺电话 Contact~Number 门店座机 订餐电话 营业电话
 area_m2 area 营业面积(㎡) Sales~Area 套内面积 店铺面积 实用面积
 monthly_rent money_large 月租金(元) Monthly~Rental 每月房租 租金月付额
 manager employee 店铺负责人 Branch~Manager 现任店长 店长/负责人
vehicle
 plate plate 车牌号(全) Registration~Number 车辆牌号 机动车号牌
 kind vehicle_kind 车辆分类 Body~Type 车辆用途类型 货车种类
 brand brand 车辆品牌型号 Manufacturer 车辆厂牌 品牌车系
 warehouse warehouse 所属站点仓 Home~Depot 常驻仓库 使用仓库
 load_kg load 最大载重kg Max~Load 核载重量 核定载重(kg)
 inspection_until day_later 年检有效截止 Inspection~Due 检验有效期止 下次年检日
 compulsory_until day_later 交强险终止日 Compulsory~Ins.~Expiry 交强险保险止期 强制险到期
 commercial_until day_later 商业险终止日 Commercial~Ins.~Expiry 商业险保险止期 商业保险到期
 mileage mileage 总行驶里程 Odometer~Reading 里程表数 累计公里数
 status vehicle_status 使用状态 Vehicle~Status 车辆当前状态 可用情况
expense
 no code:FY 费用申请单号 Expense~Report~No. 报账单编号 支出单号
 spent_on day 费用发生日 Expense~Date 消费时间 开支日期
 category expense_category 费用项目 Expense~Category 开支类别 费用科目名称
 store store 承担门店 Cost~Center~Store 费用归属店 受益门店
 department department 承担部门 Cost~Center 费用归属部门 受益部门
 amount money_small 报账金额 Claimed~Amount 费用金额(元) 开支额
 payee company 收款公司 Paid~To 收款方全称 开票单位
 invoice_no digits:8 发票号 Invoice~Number 票据编号 发票号码(8位)
 purpose purpose 费用说明 Description~of~Expense 开支用途 报账事由
 owner employee 报账人 Claimant 费用经办 申请报销人
complaint
 no code:TS 服务工单号 Case~Number 客诉单编码 投诉登记号
 kind complaint_kind 诉求类型 Request~Type 来电性质 工单分类
 category complaint_category 问题类型(大类) Issue~Type 投诉归类 责任类别
 customer person 诉求人 Reported~By 投诉顾客姓名 客户称呼
 phone phone 诉求人电话 Reporter~Phone 投诉顾客手机 联系号码
 store store 投诉涉及店 Store~Concerned 被诉门店 问题门店
 product product 问题商品 Affected~Item 涉及产品名称 投诉品名
 received_at moment 接单时间 Opened~At 投诉受理时间 来电登记时间
 description note 诉求描述 Problem~Statement 投诉详情 问题经过
 handler employee 受理客服 Agent~Name 处理责任人 工单负责人
 resolution note2 处理反馈 Resolution~Notes 最终处理意见 解决方案
 compensation money_tiny 补偿金额(元) Refund~Given 赔付额 赔付费用
supplier
 code code:GY 供应商代码 Supplier~ID 往来单位编码 供方编码
 name company 供应商全称 Supplier~Name 往来单位名称 供方名称
 contact person 业务联系人 Contact~Person 供方联系人 主要联系人
 phone phone 业务联系电话 Supplier~Phone 供方电话 联系人手机号
 business_licence credit_code 社会信用代码 Business~Reg.~No. 工商注册号 证照号码(统一)
 business_until day_later 执照有效期至 License~Valid~To 营业期限至 证照到期日
 grade supplier_grade 供方等级 Vendor~Rating 供应商评级 合作等级
visit
 account account 客户单位 Customer~Visited 被拜访单位 往访客户
 visited_on day 外访日期 Visit~Date 走访时间 上门日期
 kind visit_kind 拜访形式 Visit~Type 沟通方式 走访方式
 by employee 外访人员 Visited~By 拜访业务代表 走访员
 purpose purpose 此行目的 Objective 拜访主题 走访事由
 content note 沟通要点 Discussion~Notes 拜访纪要 走访记录
 result result 访问成果 Visit~Outcome 拜访结论 走访效果
 next_step step 后续计划 Action~Items 下步举措 跟进动作
 next_on day_later 下次联系日 Next~Contact 预计再访日 下次走访时间
purchase
 receipt_no code:XS 小票流水 Receipt~# 销售单编号 POS单号
 member member 会员卡 Loyalty~Card 消费会员号 会员编码
 store store 收银门店 Store~Name 消费分店 销售网点
 purchased_at moment 结账时间 Sale~Time 消费日期时间 收银时间
 amount money_small 实付金额(元) Total~Paid 应收合计 消费总额
 items count_small 商品数量 Item~Count 购买件数 件数合计
 channel purchase_channel 销售渠道 Sales~Channel 购买渠道 订单来源
 discount money_tiny 优惠合计 Discount~Amount 折让额 立减金额
incoming_check
 no code:YS 收货单号 GRN~No. 到货检验单 进货验收编号
 supplier supplier 送货单位 Delivered~By 供货方名称 到货厂家
 product product 来货品名 Item~Received 到货商品 验收品名
 batch_no batch 来货批号 Lot~Number 产品批次 生产批次号
 produced_on day 产品生产日期 Mfg.~Date 出厂时间 制造年月日
 received_on day 收货日期 Received~Date 入库验收日 到货验收日期
 expires_on day_later 有效期截止 Best~Before 失效日期 保质到期日
 qty count 收货数量 Received~Qty 到货件数 验收数(件)
 unit_cost price_cost 进货单价 Unit~Price~Paid 采购价(元) 到货单价
 warehouse warehouse 收货仓 Receiving~Warehouse 入库仓库名称 存放仓
 temperature temperature 到货温度 Temp~on~Arrival 车厢温度(℃) 收货时温度
delivery
 no code:PS 配送单编号 Shipment~No. 派车单号 装车单号
 delivered_on day 出车日 Dispatch~Date 发车日期 配送日
 warehouse warehouse 出货仓 From~Warehouse 始发仓库 发货库房
 vehicle known_plate 配送车辆 Truck 承运车牌 车辆号
 driver driver 驾驶人员 Driver~Name 配送司机 当班司机
 orders count_small 配送单量 Orders~Delivered 送货单数 门店订单数
 boxes count 货物箱数 Cartons 总箱数 配送箱量
 km mileage_small 当日里程 Kilometers 行车公里 单趟里程(公里)
 fuel_cost money_tiny 油耗费用 Fuel~Expense 加油支出 燃油费用(元)
 tolls money_tiny 过路费 Toll~Fees 路桥通行费 高速通行费
work_item
 no code:RW 任务编码 Task~ID 事项编号 督办单号
 title task 任务标题 Task~Name 事项名称 督办事项
 store store 责任门店 Related~Store 执行门店 涉及店铺
 owner employee 任务负责人 Assigned~To 事项责任人 承办人
 raised_on day 布置日期 Created~On 下达时间 提出日
 due_on day_later 要求完成日 Due~By 办结时限 完成期限
 progress percent 任务进度(%) Percent~Done 完成百分比 办理进展(%)
 content note 任务说明 Task~Description 事项内容 工作要求
key_account
 code code:KH 客户代码 Customer~ID 单位编号 往来客户编码
 name company 客户全称 Company~Name 单位全称 集团客户名称
 industry industry 客户行业 Industry~Type 行业分类 单位性质行业
 owner employee 客户负责人 Relationship~Manager 归属销售 专属客户经理
 contact person 客户联系人 Primary~Contact 对接联系人 单位经办人
 phone phone 客户联系电话 Telephone 对接电话 经办人手机
 address address 单位地址 Billing~Address 客户办公地址 公司地址
 tax_no credit_code 客户税号 Tax~ID 纳税识别号 开票税号
 credit_limit money_large 授信额度(元) Credit~Limit 赊欠限额 最高欠款额
 payment_days count 结算账期 Payment~Terms~(days) 回款期限(天) 信用期(天)
 potential money_large 预计年采购额 Estimated~Annual~Value 年需求金额 客户潜力(元)
"""

FIFTH = """
group_order
 no code:TG 合同单号 Sales~Order~# 团购单编号 订货单号
 account account 订货单位 Sold~To 采购客户名称 订购企业
 ordered_on day 签单日期 SO~Date 订货日 下单日
 owner employee 跟单业务 Sales~Owner 团购业务员 签单人
 discount money_small 让利金额 Rebate 整单折让 优惠额(元)
 due_on day_later 回款到期日 Invoice~Due 约定付款日 应付款日期
 deliver_to address 收货地点 Deliver~To 配送地址 送达地址
online_order
 order_no code:DD 交易单号 Web~Order~No 平台单号 网上订单号
 shop shop 所在店铺 Marketplace~Shop 来源店铺 网店名
 buyer person 买家名 Buyer~Name 下单用户 顾客ID
 ordered_at moment 拍单时间 Purchase~Date 买家下单时间 订单创建于
 paid_at moment 付款成功时间 Payment~Date 收款时间 买家支付时间
 freight money_tiny 物流运费 Shipping~Charge 快递运费 买家邮费
 amount money_small 订单实收 Order~Total 买家实付 成交总额
 courier courier 发货快递 Carrier~Name 物流商 快递名称
 tracking_no code:SF 发货单号 Tracking~Number 快递运单号 物流运单
 shipped_at moment 出库时间 Ship~Date 仓库发货时间 寄出时间
shop_day
 shop shop 店铺名 Storefront 网店店名 经营店铺
 day day_unique 数据日期 Stat~Date 报表日期 统计日
 visitors count_large 独立访客数 Unique~Visitors 店铺访客 访问人数
 page_views count_large 页面浏览量 Pageviews 浏览次数 PV量
 carts count 加购件数 Add~to~Carts 购物车数 加购人数
 orders count 支付订单量 Order~Count 成交单量 下单笔数
 buyers count 支付买家数 Customers 成交客户数 付款人数
 sales money_large 支付总额 GMV 店铺成交额 当日交易额
 refunds money_small 退款总额 Refund~Amount 售后退款额 成功退款金额
 ad_cost money_small 广告花费 Ad~Spend 推广消耗 营销费用
inspection_report
 report_no code:JC 检验编号 Certificate~No. 质检报告号 报告书编号
 laboratory company 检测公司 Testing~Lab 检验单位名称 出报告单位
 product product 送检产品 Product~Tested 检验样品名称 样品品名
 batch_no batch 样品批次 Lot~No. 检验批次 产品批号(样品)
 supplier supplier 产品供应商 Supplied~By 送样厂家 来源供应商
 sampled_on day 取样日 Sampling~Date 采样时间 抽检日期
 reported_on day 报告出具日 Report~Date 签发时间 出证日期
 valid_until day_later 报告有效期 Valid~Until 有效截止日 报告失效日
franchisee
 code code:JM 加盟编码 Franchise~Code 加盟代码 加盟客户号
 name company 加盟公司名称 Franchise~Name 加盟单位 加盟主体
 contact person 加盟联系人 Franchise~Contact 店主姓名 负责联系人
 phone phone 加盟电话 Franchise~Phone 店主手机 加盟商手机
 contract_no code:HT 加盟合同号 Agreement~No. 合同号码 协议编号
 signed_on day 签约时间 Signing~Date 合同签署日 签合同日期
 ends_on day_later 合同截止日 Agreement~End 协议到期 合同终止日期
 fee money_large 加盟费用 Franchise~Fee 特许费 加盟金额
 deposit money_large 履约保证金 Security~Deposit 押金金额 合同保证金
driver
 name person 司机姓名 Driver 驾驶员姓名 师傅姓名
 phone phone 司机手机 Driver~Mobile 驾驶员电话 司机联系方式
 licence_no digits:15 驾照编号 Driving~License~# 驾驶证编号 驾照号码
 licence_until day_later 驾驶证有效期 License~Expires 驾照有效至 驾照到期
 accidents count_small 出险次数 Incident~Count 事故数 交通事故次数
gift
 code code:LP 赠品编号 Gift~ID 礼品代码 礼品货号
 name gift_name 赠品名称 Gift~Name 礼品品名 兑换品名称
 price points 兑换积分 Points~Needed 所需分值 换购积分
 unit_cost price_cost 礼品成本 Gift~Cost 采购单价(元) 单个成本
 safety_stock count 最低库存 Min~Stock 库存下限 补货点
training_session
 course course 培训课程 Training~Course 课程名 授课课程
 held_on day 培训日期 Training~Date 上课日期 授课日
 place place 培训地点 Training~Venue 上课地点 授课地点
 trainer employee 授课讲师 Instructor 培训老师 讲师姓名
 planned_count count_small 计划人数 Planned~Attendees 应到人数 预计参训人数
 cost money_small 培训费用 Training~Cost 课程费用 场地费
stock_movement
 kind movement_kind 业务类型 Transaction~Type 出入库类别 单据类型
 product product 物料名称 Material 存货品名 货品
 warehouse warehouse 仓库名 Storage~Location 所在仓库 库房
 batch_no batch 物料批次 Batch~Number 批次编号 货品批号
 qty count 变动数量 Quantity~Moved 出入库数量 收发数量
 unit_cost price_cost 单位成本 Unit~Cost 成本单价 入库成本
 occurred_at moment 过账时间 Posting~Date 业务发生时间 出入库时间
 reason note 变动原因 Movement~Reason 出入库说明 事由
opportunity
 account account 商机客户 Account~Name 客户单位名称 意向客户
 title deal 商机标题 Opportunity~Name 项目名 商机名称
 amount money_large 预计成交额 Expected~Revenue 商机金额 预计金额
 probability percent 赢单概率 Win~Probability 成交概率(%) 成功概率
 expected_on day_later 预计签约日 Expected~Close~Date 预计成交日期 计划签约时间
 owner employee 商机负责人 Opportunity~Owner 跟进业务员 销售人员
fire_device
 no code:XF 消防设备编号 Extinguisher~No. 设备编码 器材号
 kind device_kind 设备类型 Equipment~Type 消防器材种类 器材名称
 store store 所属店铺 Branch 安装门店 设备所在店
 location place 摆放位置 Position~in~Store 设备位置 存放点
 made_on day 设备生产日 Manufacture~Date 出厂日期 制造日
 valid_until day_later 报废日期 Expiry~Date 使用期限 有效截止
 next_check_on day_later 下次检查日 Next~Inspection 下次检验时间 待检日期
member
 card_no card 卡编号 Card~Number 会员号码 客户会员号
 name person 顾客 Customer 客户名称 会员称谓
 phone phone 手机 Phone~Number 移动电话 电话号码1
 tier tier 等级名称 Customer~Tier 会员分级 卡类
 home_store store 注册店 Enrolled~At 归属店 发卡店
 joined_on day 登记日期 Signup~Date 会员起始日 发卡时间
employee
 staff_no staff 职工号 Emp~No 员工ID 人事编号
 name person 名字 Display~Name 职工姓名 中文名
 department department 科室 Dept 部门/科室 业务部门
 position position 岗位职务 Role 担任职务 职级岗位
 store store 门店(所在) Outlet 服务门店 所在网点
 hired_on day 参加工作日 Start~Date 聘用日期 到职日期
product
 sku sku 商品代号 Product~Code 品号 料号
 name product_name 货品名称 Product~Name 商品名 品名规格
 category category 商品品类 Category~Name 产品线 货品类别
 unit unit 单位名称 Unit~of~Measure 库存计量单位 包装单位
 list_price price 单品售价 List~Price 门店标价 售卖价
 cost price_cost 拿货价 Purchase~Price 成本单价(元) 进价(含税)
store
 code code:MD 店码 Branch~Code 门店代码 店铺ID
 name store_name 门店 Branch~Name 商店名称 店铺名称
 region region 所属大区 Area 区域(大区) 城区
 opened_on day 开张日期 Opening~Date 开业日 营业起始日
 address address 门店住址 Street 地址信息 店铺地址
 manager employee 店经理 Store~Manager~Name 门店负责人 主管店长
"""
