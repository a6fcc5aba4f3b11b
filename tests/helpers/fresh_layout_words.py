"""What five more people head their columns with, over 26 record types: the maker of a till, an ERP (金蝶, 用友, 管家婆), a form of 钉钉,
an English service, a clerk in shorthand; with units, years, brackets, endings, and the blanks that reading a picture leaves.

Three pools, each written without a look at the dictionary, after what those before it taught had been mended. What was matched
when they were first tried stands in the test. A line: field, kind of its values, words; ~ stands for a blank.
"""

FRESH = """
member
 card_no card 会员号 客户编码 会员ID号 Loyalty~ID 卡号/手机尾号 会 员 卡 号 本店会员卡号
 name person 会员全名 客户名 您的姓名 Contact~Name 名 姓~~名 顾客姓名(真实)
 phone phone 会员手机号码 客户手机 您的手机号 Mobile~Number 手机/电话 联 系 电 话 客户联系方式
 gender gender 会员性别 性别(M/F) 您的性别 Sex 男/女 性~别
 birthday birthday 会员生日(阳历) 客户出生日期 您的生日 Birth~Date 生辰 出生年月日(公历)
 tier tier 卡种 客户级别 会员等级(当前) Tier~Name 卡级 会员卡类型 等级情况
 home_store store 发卡机构 所属机构 您常去的门店 Home~Store 哪个店办的 开卡门店名称 客户所属门店
 joined_on day 开卡日 建档日期 入会时间(年月日) Enrolled~On 办卡时间 会员注册日 加入会员日期
 recruiter employee 办卡员 业务员 推荐导购员 Enrolled~By 谁开的卡 开卡人员 招募员
 address address 会员地址信息 客户地址 您的收货地址 Street~Address 住哪 家庭住址(详细) 住址信息
 points points 积分余数 期末积分 会员积分(剩余) Points~Balance 还剩多少分 当前积分(分) 积分余额情况
 spend_12m money_large 近一年实付 年累计消费 近12月消费额(元) Spend~(Last~12~Months) 一年花了多少 最近一年消费金额
 note note 会员备注 摘要 其他需要说明的 Comments 记一笔 备注栏 备注信息栏
store_day
 store store 营业点 核算机构 填报门店 Location~Name 哪家店 本店名称 门店(全称)
 day day_unique 结算日 单据日期 填报日期 Trading~Date 哪天 日~期 营业日期(日)
 sales money_large 实收合计 销售收入(含税) 今日营业额(元) Net~Sales 卖了多少钱 营业额/元 当日销售总额
 transactions count 单据张数 销售单数 今日成交单数 Number~of~Transactions 几单 交易次数(笔) 小票数量
 units count 出货件数 销售数量合计 今日售出件数 Items~Sold 卖了几件 商品件数(件)
 member_sales money_mid 会员实收合计 会员销售收入 会员营业额 Member~Sales 会员买的 会员消费额(元)
 visitors count_large 进客数 客流量统计 今日进店人数 Foot~Traffic 来了多少人 进店客流(人)
 new_members count_small 新卡数 新增客户数 今日新增会员 New~Sign-ups 办了几张卡 新会员数(人)
 cash_difference money_signed 长短款金额 现金差额 今日现金差异 Cash~Variance 差多少现金 现金溢缺(元)
 staff_hours hours 排班工时 人工工时合计 当班总工时 Labor~Hours 上班小时数 工时(小时)
product
 sku sku 单品号 存货代码 产品编号 Item~Code 货号/编码 商 品 编 码 本店货号
 barcode barcode 扫描码 商品条形码 产品条码(69码) UPC 条形码号 国际条码(13位)
 name product_name 单品名称 存货全名 产品全称 Product~Title 货名 品~~名 商品名称(中文)
 category category 大类名称 存货类别 产品类别 Product~Type 哪一类 品类名称 分类栏
 spec spec 包装 型号规格 产品规格 Pack~Size 多大装 规格(净含量) 包装规格说明
 unit unit 售卖单位 主单位 产品单位 UOM 单~位 计量单位(基本) 销售计量单位
 shelf_life_days days 保质天数 有效期天数 产品保质期(天) Shelf~Life~(days) 能放几天 保质期/天
 storage storage 贮存条件 存储要求 产品储存方法 Storage~Conditions 怎么放 储藏方法 贮藏条件说明
 supplier supplier 供应厂商 往来单位 产品供货商 Vendor 谁家的货 供应商(全称) 主供商名称
 list_price price 门店售价 建议零售价 产品零售价(元) Retail~Price 卖价 零售单价(含税) 标价
 member_price price_low 会员卡价 会员售价 会员专享价格(元) Member~Price 会员卖多少 会员优惠价
 cost price_cost 进货价 参考进价 产品成本(元) Unit~Cost 进价多少 采购进价 成本(不含税)
employee
 staff_no staff 收银员号 职员编码 员工编号(工号) Employee~ID 工号牌 人员编号 员~工~号
 name person 收银员姓名 职员姓名 员工姓名(必填) Full~Name 叫什么 姓名栏 员工名
 phone phone 员工手机号码 联系手机 员工联系电话 Mobile~Phone 手机~号 电话/微信 本人手机
 department department 所在组 部门名称 所属部门(一级) Team 哪个部门 部~门 归属部门
 position position 岗位名称 职务名称 现任岗位 Job~Title 干什么的 职位/岗位 岗位情况
 store store 所在营业点 工作机构 工作门店 Work~Location 在哪个店 所在门店名称 派驻门店
 hired_on day 启用日期 入职年月日 到岗日期 Hire~Date 哪天来的 入职日 入职时间(年/月/日)
 id_number identity 身份证 证件号 身份证件号码 National~ID~No. 身份证号码(18位) 身份证号码信息
 status employee_status 在岗状态 在职状态 目前状态 Employment~Status 还在不在 人员状态 状态(在职/离职)
 gender gender 性别信息 员工性别 Gender 男女 性别栏
store
 code code:MD 机构代码 核算单位编码 门店编码(系统) Store~ID 店编号 门店号 店~~号
 name store_name 营业点名称 机构全称 门店全称 Store~Name 叫啥店 店名(招牌) 门~店~名~称
 kind store_kind 经营模式 机构性质 门店类型(自营/加盟) Ownership 自营还是加盟 店铺类型
 region region 所属片 管理区域 所在片区 Territory 哪个区的 区域名称 大区/片区
 opened_on day 启用时间 成立日期 开业时间(年月日) Opened~On 啥时开的 开店日期 试营业日期
 address address 营业地址 注册地址 门店详细地址 Store~Location 在哪儿 店址 地址(门牌号)
 phone phone 营业点电话 机构电话 门店联系电话 Store~Phone 店里电话 座机/手机 电话栏
 area_m2 area 使用面积 建筑面积 门店面积(平方米) Floor~Area~(sqm) 多大 面积/㎡ 经营面积(平)
 monthly_rent money_large 月房租 租金/月 每月租金(元) Rent~per~Month 房租 租金(元/月) 月租费用
 manager employee 负责店长 机构负责人 店长姓名(必填) Store~Manager 谁当店长 门店经理 店长是谁
vehicle
 plate plate 车辆号码 资产牌号 车牌(含省份) License~Plate 车号 牌照号码 车~牌
 kind vehicle_kind 车种 车辆类别 车辆类型(必选) Vehicle~Type 什么车 车型分类
 brand brand 厂牌 厂牌型号 车辆品牌及型号 Make~/~Model 牌子 品牌/型号
 warehouse warehouse 归属库房 使用部门(仓库) 所属仓库(必填) Depot 哪个库的 停放仓库
 load_kg load 限载 核定载质量 额定载重(公斤) Payload~(kg) 能拉多重 载重量KG
 inspection_until day_later 年审有效期至 检验有效期 年检到期时间 MOT~Expiry 哪天年检 下次年审日期
 compulsory_until day_later 交强险止期 强险到期 交强险有效期至 CTP~Insurance~Expiry 交强险到哪天 交强险截止日
 commercial_until day_later 商业险止期 商保到期日 商业保险有效期至 Commercial~Insurance~Expiry 商业险到哪天
 mileage mileage 里程数 行驶总里程 当前公里数(km) Odometer 跑了多少公里 表显里程
 status vehicle_status 车况 车辆现状 车辆使用状态 Status 能不能开 使用情况
expense
 no code:FY 流水号 凭证编号 审批编号 Expense~ID 单子号 报销单编号 费用单据号
 spent_on day 发生日 业务日期 费用发生日期 Expense~Date 哪天花的 支出日期 消费日期
 category expense_category 支出类别 费用项目 费用类型(单选) Expense~Type 什么费 费用科目 开支项目
 store store 承担机构 费用归属门店 报销门店 Cost~Center~Store 哪个店花的 所属门店/机构
 department department 承担部门 费用承担部门 所在部门 Department~Name 哪个部门的 报销部门
 amount money_small 支出额 本币金额 报销金额(元) Total~Amount 花了多少 金额/元 费用金额(含税)
 payee company 收款单位 往来单位名称 收款人(单位) Vendor~/~Payee 付给谁 收款方名称 供方名称
 invoice_no digits:8 票号 发票号码 发票编号 Invoice~Number 发票号(8位) 票据号码
 purpose purpose 支出说明 摘要 报销事由 Business~Purpose 干啥用的 用途说明 费用说明
 owner employee 经手人 业务员名称 申请人 Submitted~By 谁花的 报销人 经手人员
complaint
 no code:TS 流水单号 单据编号 审批单编号 Case~Number 单号 投诉编码 客诉单号
 kind complaint_kind 来电性质 业务类型 反馈类型(单选) Case~Type 投诉还是咨询 诉求类型
 category complaint_category 问题大类 投诉分类 问题类别(单选) Issue~Category 哪方面 投诉类别
 customer person 来电人 客户名称 反馈人姓名 Customer~Name 谁投诉的 投诉人 顾客称呼
 phone phone 来电号码 客户电话 反馈人电话 Contact~Phone 电话多少 投诉人电话 联系号码
 store store 涉及机构 责任门店 反馈门店 Store~Involved 哪家店的事 被投诉门店
 product product 涉及单品 存货名称 涉及商品 Product~Involved 哪个货 投诉商品 问题产品
 received_at moment 来电时间 接单时间 反馈时间 Received~At 啥时打来的 投诉时间 受理日期时间
 description note 来电内容 事由 问题描述(必填) Case~Description 说了什么 投诉详情 反映内容
 handler employee 受理员 负责人员 跟进人 Assignee 谁在管 处理人员
 resolution note2 处理意见 处理情况说明 处理结果(必填) Resolution~Notes 咋解决的 处理经过及结果
 compensation money_tiny 赔款 赔偿支出 赔付金额(元) Compensation~Paid 赔了多少 补偿金额
supplier
 code code:GY 厂商编号 往来单位编码 供应商代码(系统) Vendor~ID 供货商号 供应商编~号
 name company 厂商名称 往来单位全称 供应商全称(与执照一致) Vendor~Name 谁家 供货单位 供应商名~称
 contact person 厂商联系人 联系人姓名 对接人 Contact~Person 找谁 业务联系人 联~系~人
 phone phone 厂商电话 联系人电话 对接人手机 Phone~No. 打哪个电话 业务电话 联系电话栏
 business_licence credit_code 税号/执照号 统一社会信用代码证 营业执照编号 Business~License~No. 执照号 社会信用代码
 business_until day_later 执照有效期 营业执照有效期止 执照到期日期 License~Expiry 执照到哪天 营业期限至
 grade supplier_grade 评级 供应商等级 供应商评级(A-D) Rating 几级 级别情况
visit
 account account 来访单位 往来客户 拜访客户(单选) Account~Name 去了哪家 被访单位 客户单位名称
 visited_on day 登记日 外勤日期 拜访时间(年月日) Visit~Date 哪天去的 走访日期
 kind visit_kind 接触方式 拜访类型 拜访方式(单选) Visit~Type 咋联系的 沟通方式
 by employee 外勤员 业务员姓名 拜访人(自动) Sales~Rep 谁去的 走访人 拜访人员
 purpose purpose 事项 拜访目的说明 本次拜访目的 Objective 去干啥 走访目的
 content note 登记内容 洽谈内容 沟通情况(必填) Meeting~Notes 谈了什么 走访情况
 result result 跟进结果 拜访效果 拜访成果 Outcome 谈成没 走访结果
 next_step step 后续动作 下步计划 下一步计划(选填) Next~Steps 接下来干啥 后续安排
 next_on day_later 回访日 下次联系日期 计划下次拜访时间 Next~Visit~Date 下回哪天去 下次走访时间
purchase
 receipt_no code:XS 流水 零售单号 订单编号(小票) Receipt~No. 小票编号 销售小票号 票~号
 member member 卡号 客户编号 会员卡(号) Customer~ID 谁的卡 会员账号 消费会员
 store store 收银门店 零售机构 消费门店(名称) Store 在哪买的 购买门店 成交门店
 purchased_at moment 收银时间 制单时间 购买时间(到分) Purchased~At 几点买的 结账时间 交易时间
 amount money_small 实收 价税合计 实际支付(元) Amount~Paid 付了多少 支付金额 应收实收额
 items count_small 件数合计 销售数量 购买件数 Item~Count 买几件 商品数 总件数
 channel purchase_channel 来源终端 销售类型 购买途径 Sales~Channel 店里还是网上 交易渠道
 discount money_tiny 折让 折扣额 优惠金额(元) Discount~Amount 便宜了多少 优惠合计 让利金额
incoming_check
 no code:YS 收货流水号 到货单号 查验单编号 GRN~Number 验收单 验收单号 收~货~单~号
 supplier supplier 送货厂商 供货单位 供应商名称(单选) Supplier~Name 谁送的 来货单位
 product product 到货单品 存货 到货商品 Item~Received 来的什么货 收货商品
 batch_no batch 批次 生产批号 产品批次号 Lot~Number 批~号 批号/批次 货品批号
 produced_on day 出厂日期 制造日期 产品生产日期 Manufacture~Date 生产日 哪天生产的 生产年月日
 received_on day 收货日 入库日期 到货时间 Date~Received 哪天到的 进货日期 验收日
 expires_on day_later 失效日期 有效期止 保质期到期日 Best~Before 到哪天过期 保质期至
 qty count 到货量 实收数量 验收数量(件) Qty~Received 来了多少 收货数 数~量
 unit_cost price_cost 进货单价 含税单价 采购单价(元) Price~Each 多少钱一件 进价
 warehouse warehouse 收货库房 仓库名称 入库仓(单选) Receiving~Warehouse 放哪个库 收货仓
 temperature temperature 测温 到货测温 到货温度(℃) Arrival~Temp~(C) 几度 收货温度
delivery
 no code:PS 运单流水 派车单号 任务编号(配送) Trip~ID 车次号 送货单号 出车单号
 delivered_on day 派送日 发运日期 配送时间(日期) Delivery~Date 哪天送的 送货日期 出车日期
 warehouse warehouse 发货库房 发出仓库 发货仓(单选) Origin~Warehouse 哪个库出的 起运仓库
 vehicle known_plate 派送车辆 承运车牌 使用车辆 Truck 哪辆车 车辆牌照 送货车
 driver driver 派送司机 承运司机 司机姓名 Driver~Name 谁开的 驾驶人 送货司机
 orders count_small 运单数 配送单数 本趟单数 No.~of~Orders 几单货 订单数量
 boxes count 箱件数 件数(箱) 本趟箱数 Cartons 几箱 总箱数
 km mileage_small 公里数 里程(公里) 本趟里程(km) Distance~(km) 跑了几公里 行车里程
 fuel_cost money_tiny 油耗金额 燃料费 加油费用(元) Fuel~Expense 油钱 燃油费
 tolls money_tiny 过桥费 通行费 路桥费(元) Toll~Fees 过路费 高速费
work_item
 no code:RW 任务号 事项编号 待办编号 Task~ID 编~号 工作编号
 title task 任务内容 事项名称 待办事项 Task~Name 要干啥 任务主题 工作事项
 store store 执行机构 责任机构(门店) 相关门店 Related~Store 哪个店 涉及门店 执行门店
 owner employee 执行员 责任人员 执行人 Assigned~To 谁来做 承办人 责任人姓名
 raised_on day 下达日 布置日期 发起时间 Created~On 啥时说的 提出时间 下达日期
 due_on day_later 限期 要求完成日期 截止时间 Due~By 哪天前做完 办结时限 完成时限
 progress percent 完成率 完成进度(百分比) 进展(%) %~Complete 做到哪了 完成比例
 content note 任务说明 事项描述 详细说明 Description 具体说说 工作要求
key_account
 code code:KH 客户代码 往来单位编号 客户编号(系统生成) Account~ID 客户号 大客户编码
 name company 单位全称 客户全称 客户公司名称 Company~Name 哪个单位 客户单位
 industry industry 所属行业 行业分类 客户所在行业 Industry~Sector 做什么的 行业类别
 owner employee 客户经理 专管业务员 归属销售 Account~Manager 谁跟的 负责业务员
 contact person 主要联系人 联系人名 对接人姓名 Primary~Contact 找哪个 单位联系人
 phone phone 单位电话 联系人手机 对接人电话号码 Contact~Number 联系~电话 联系方式(手机)
 address address 单位地址 客户联系地址 公司地址 Billing~Address 在哪里 单位所在地
 tax_no credit_code 纳税人识别号 税务登记号 开票税号 Tax~ID 税~号 纳税识别号
 credit_limit money_large 授信额 信用额度(元) 赊销额度 Credit~Limit 最多欠多少 授信额度
 payment_days count 账期 收款期限(天) 结算账期天数 Payment~Terms~(days) 几天付款 回款账期
 potential money_large 年采购额预估 年需求额 预计年采购金额(元) Annual~Potential 一年能买多少 年采购潜力额
group_order
 no code:TG 团单号 销售订单号 团购单编号 Sales~Order~No. 团购单号 订~单~号
 account account 团购单位 购货单位 团购客户 Sold-to 哪个单位买的 采购单位 客户全称
 ordered_on day 开单日 订单日期 签单日期 Order~Date 哪天订的 订货日期
 owner employee 跟单员 销售员 负责销售 Salesperson 谁签的 跟单业务员
 discount money_small 抹零优惠 整单折扣额 整单优惠金额 Order~Discount 少收多少 总优惠
 due_on day_later 约定付款日 收款到期日 应收款日期 Payment~Due 哪天收钱 到期收款日
 deliver_to address 送货地点 交货地址 收货详细地址 Ship-to~Address 送到哪 收货地址
online_order
 order_no code:DD 平台单号 原始单号 网店订单编号 Order~Number 网单号 平台订单号
 shop shop 店铺 来源店铺 下单店铺 Storefront 哪个网店 店铺名
 buyer person 买家账号 网店会员 买家昵称 Buyer~Name 谁买的 旺旺号 买家ID
 ordered_at moment 拍下时间 订单日期时间 下单日期 Order~Placed~At 几点下单 订单提交时间
 paid_at moment 支付时间 收款时间 买家付款时间 Paid~At 几点付款 付款完成时间
 freight money_tiny 邮费 运费收入 买家应付邮费 Shipping~Fee 运费多少 快递费
 amount money_small 买家实付 订单金额合计 实际付款金额 Order~Total 收了多少 实收款
 courier courier 物流公司 承运快递 快递公司名称 Carrier 哪家快递 发货快递
 tracking_no code:SF 物流单号 快递运单号 物流运单编号 Tracking~Number 快递~单号 面单号
 shipped_at moment 出库时间 发货日期时间 卖家发货时间 Shipped~At 几点发货 发出时间
shop_day
 shop shop 店铺名称 网店名 所属网店 Shop~Name 哪个店铺 电商店铺
 day day_unique 统计日期 数据日期 日期(统计) Report~Date 哪一天 统计日
 visitors count_large 访客 UV 店铺访客数 Unique~Visitors 多少人看 访问人数
 page_views count_large PV 浏览次数 店铺浏览量 Page~Views 看了几次 页面浏览量
 carts count 加购人数 加入购物车数 商品加购件数 Add-to-Carts 加购了几个 加购数量
 orders count 支付订单数 成交笔数 支付子订单数 Paid~Orders 几笔单 订单量
 buyers count 支付买家数 成交人数 付款买家数 Paying~Customers 几个人买 支付人数
 sales money_large 支付金额 成交额(元) 支付金额(元) GMV 卖多少 店铺成交金额
 refunds money_small 成功退款金额 退款额 退款金额(元) Refund~Amount 退了多少 售后退款
 ad_cost money_small 推广消耗 直通车花费 推广费用(元) Ad~Spend 广告花了多少 广告费
inspection_report
 report_no code:JC 报告号 检测报告编号 检验报告单号 Report~No. 报告~编号 检测报告号
 laboratory company 检测机构 检测单位 出具机构 Testing~Lab 谁检的 检验单位
 product product 样品名称 受检产品 送检产品 Sample~Name 检的啥 样品
 batch_no batch 样品批号 受检批次 送检批号 Sample~Lot 哪一批 批号(样品)
 supplier supplier 委托厂家 供货厂商 供应商(单选) Supplier 谁家供的 供方
 sampled_on day 采样日期 取样日期 抽样时间 Sampling~Date 哪天抽的 抽样日
 reported_on day 签发日期 出具日期 报告出具时间 Date~Issued 哪天出的 报告签发日
 valid_until day_later 报告有效期 有效截止日 报告有效期至 Valid~Until 管到哪天 有效期限至
 approved_by person 批准人 签发人员 报告批准人 Approved~By 谁签的 授权签字人
franchisee
 code code:JM 加盟编号 加盟户编码 加盟商代码 Franchisee~ID 加盟号 加盟商编码
 name company 加盟主体 加盟户名称 加盟商(公司) Franchisee~Name 谁加盟的 加盟方
 contact person 加盟负责人 加盟户联系人 加盟商联系人姓名 Contact 找谁谈 加盟联系人
 phone phone 加盟商电话 加盟户手机 加盟商手机号 Phone~Number 电~话 联系人手机号
 contract_no code:HT 合同号 协议编号 加盟合同编号 Contract~No. 合同~编号 加盟协议号
 signed_on day 签署日期 合同签订日期 签约时间 Signed~On 哪天签的 签订日期
 ends_on day_later 合同止期 协议到期日 合同结束日期 Contract~End~Date 合同到哪天 合同截止日期
 fee money_large 加盟费用 品牌使用费 加盟费(元) Franchise~Fee 加盟费多少 加盟金
 deposit money_large 押金 履约保证金 保证金(元) Security~Deposit 押了多少 加盟保证金
driver
 name person 司机 驾驶员名称 司机姓名(必填) Driver 司机名字 驾驶员
 phone phone 司机电话 驾驶员手机 司机手机号 Driver~Phone 司机手机 联系手机号
 licence_no digits:15 证号 驾驶证编号 驾照号码 License~Number 驾照号 驾证号
 licence_until day_later 证件有效期 驾驶证有效期止 驾照到期日 License~Expires 驾照到哪天 驾证有效期至
 accidents count_small 出险次数 事故数 本年事故次数 Accidents~YTD 出过几次事 今年事故起数
gift
 code code:LP 赠品编号 礼品代码 礼品编号(系统) Reward~ID 礼品号 兑换品编码
 name gift_name 赠品名称 礼品全称 礼品名(必填) Reward~Name 啥礼品 兑换品名称
 price points 兑换分值 所需积分值 需要积分 Points~Required 要多少分 兑换所需积分
 unit_cost price_cost 赠品成本 礼品单价 采购成本(元/件) Cost~per~Item 多少钱进的 单件成本
 safety_stock count 预警库存 最低库存 库存下限 Reorder~Level 最少留几个 安全库存量
training_session
 course course 培训内容 课程名 培训主题 Course~Title 讲什么 培训课题
 held_on day 开课日 培训时间(日期) 上课日期 Session~Date 哪天培训 开班日期
 place place 上课地点 培训场地 培训地点(必填) Venue 在哪上课 授课地点
 trainer employee 授课老师 培训师 授课讲师 Instructor 谁讲课 主讲人
 planned_count count_small 应到人数 计划参训人数 计划参加人数 Seats~Planned 打算来几个 拟培训人数
 cost money_small 培训费 课程费用 培训费用(元) Training~Cost 花多少 培训经费
stock_movement
 kind movement_kind 变动类别 出入库类别 业务类型(单选) Movement~Type 进还是出 出入库类型
 product product 单品 存货名称(全) 商品(单选) Item~Name 什么货 货品名称
 warehouse warehouse 库房 仓库(单选) 所在仓 Warehouse~Name 哪个仓 出入库仓库
 batch_no batch 批次编号 批次号 货品批次 Batch~Number 哪批 批号栏
 qty count 变动数量 出入数量 数量(件) Quantity~Moved 多少个 出入库数量
 unit_cost price_cost 成本单价 核算单价 单位成本(元) Cost~Price 一件多少钱 单位成本价
 occurred_at moment 变动时间 记账时间 出入库时间 Posted~At 啥时候的 操作时间
 reason note 变动说明 备注摘要 出入库事由 Reason~for~Movement 为啥 出入库原因
opportunity
 account account 意向单位 商机客户 所属客户(单选) Customer~Account 哪家有意向 意向客户
 title deal 商机名称 项目名称 商机主题(必填) Deal~Name 什么生意 商机名
 amount money_large 预估金额 预计签单额 预计成交金额(元) Deal~Value 能做多少钱 预估成交额
 probability percent 成交几率 赢单率(%) 成功概率 Win~Probability 有几成把握 可能性(%)
 expected_on day_later 预计签单日 预计成交时间 预计结单日期 Expected~Close 啥时能成 预计签约日期
 owner employee 跟进业务员 商机负责人 负责人(自动) Deal~Owner 谁在跟 跟单人
fire_device
 no code:XF 设备号 消防设备编号 器材编号(贴码) Asset~Tag 瓶号 消防器材编码
 kind device_kind 设备种类 器材类别 器材类型(单选) Device~Type 什么器材 消防器材种类
 store store 所在机构 使用单位(门店) 放置门店 Site 放哪个店 所属门店名称
 location place 安放处 放置位置 摆放位置 Location 挂在哪 存放地点
 made_on day 制造日 出厂时间 出厂日期(年月) Manufactured~On 哪年生产 制造年月
 valid_until day_later 报废期限 有效期截止 有效期(到期日) Expires~On 能用到哪天 到期日期
 next_check_on day_later 下回检修日 下次年检日期 下次检查时间 Next~Inspection 下次啥时查 下次检验日
"""

SECOND = """
member
 card_no card 会员档案号 顾客编号 会员码 Member~# 卡号(12位) 储值卡号 会员卡~号码
 name person 顾客名 会员昵称/姓名 客人名字 Customer 会员(姓名) 顾客全名
 phone phone 会员电话 手机(注册) 顾客手机号 Cell~Phone 绑定电话 电话1
 gender gender 顾客性别 称谓(先生/女士) Gender~(M/F) 性别情况
 birthday birthday 会员出生日 生日日期 DOB~(yyyy-mm-dd) 顾客生日信息 出生日
 tier tier 会员段位 会员身份 VIP等级 Membership~Level 客户等级名 现有等级
 home_store store 建卡门店 首次开卡店 拓展门店 Signup~Location 归属店 会员所属店铺
 joined_on day 建卡日期 成为会员日 开户日 Member~Since 会员开通日期 注册日
 recruiter employee 开卡员工 服务导购 拓展人员 Referred~By 开卡人姓名 邀请员工
 address address 邮寄地址 现住址 会员住址信息 Home~Address 所在地址 收件地址信息
 points points 可用积分数 账户积分余额 现存积分 Reward~Balance 剩余可用积分 积分(当前)
 spend_12m money_large 近一年消费总额 年度累计消费 近365天消费(元) Trailing~12M~Spend 一年内消费金额
 note note 客户备注 会员说明 特别说明 Remarks 备忘 其他
store_day
 store store 分店 经营门店 店面名称 Branch~Name 门店名~称 门店简称
 day day_unique 销售日 统计日期 日结日 Sales~Date 营业日期 年月日
 sales money_large 销售总额 营业总额(元) 实际营收 Total~Revenue 当天营业额 流水(元)
 transactions count 客流成交单 开单数 收银笔数 Orders 成交笔数(笔) 总单数
 units count 销售件数(件) 卖出数量 总件数 Qty~Sold 出售件数 商品销量
 member_sales money_mid 会员业绩 会员贡献额 会员成交额 Member~Revenue 会员消费总额 其中会员
 visitors count_large 到店客流 入店人数 进门人数 Store~Visitors 客流(人次) 到访人数
 new_members count_small 新开会员 拓新人数 新注册会员 New~Members~Count 新增会员(个) 开卡数
 cash_difference money_signed 现金盘差 短溢款 收银差额 Till~Difference 现金多少 收银长短款
 staff_hours hours 员工工时 出勤小时 工时数 Staff~Hours~Worked 上班工时(h) 总出勤工时
product
 sku sku 商品ID 物料代码 产品货号 SKU~Code 商品编~号 品号
 barcode barcode EAN码 69码 商品条码号 EAN/UPC 条形码 产品条码
 name product_name 物料名称 商品标题 品名(全称) Item 货品名 产品名
 category category 商品大类 物料类别 所属类目 Category~Name 商品分组 品类
 spec spec 规格参数 净重规格 规格/型号 Size/Pack 包装规格(盒) 产品规格型号
 unit unit 基本计量单位 库存计量单位 最小单位 Sales~Unit 单位(盒/瓶) 计价单位
 shelf_life_days days 保存天数 质保期(天) 保质期(日) Shelf~Life 效期天数 保质期天
 storage storage 保存条件 存放要求 储运条件 Storage~Instructions 储存方式 贮藏说明
 supplier supplier 生产供应商 采购供应商 供货单位名称 Primary~Supplier 厂家名称 供应商简称
 list_price price 正价 统一零售价 门店标价(元) List~Price 吊牌零售价 单品售价
 member_price price_low 会员优惠价格 会员折后价 VIP价 Member~Unit~Price 会员价(元) 会员特价
 cost price_cost 含税成本 标准成本 移动加权成本 COGS 进货成本(元) 采购成本价
employee
 staff_no staff 人员编号 员工ID 职工编号 Staff~Number 工~号 工号(系统)
 name person 人员姓名 职工姓名 员工真实姓名 Employee~Name 姓名/英文名 花名册姓名
 phone phone 员工电话 私人手机 移动电话号码 Cell 通讯电话 手机联系方式
 department department 部门(一级) 归属组织 所属团队 Dept. 部门/中心 任职组织
 position position 职级/岗位 工作岗位 担任职务 Role 岗位(现) 聘任岗位
 store store 任职门店 工作店铺 服务店 Store~Assigned 考勤门店 编制门店
 hired_on day 入职时间(日) 进店日期 到职日期 Date~Joined 入职年月 合同入职日
 id_number identity 居民身份证号 身份证件号码 身份证明号 ID~Card~Number 身份证号(加密) 证件编号
 status employee_status 员工在职状态 用工状态 人员现状 Active~Status 是否在职 在职情况
 gender gender 性别/男女 员工性别信息 Sex~(M/F) 职工性别
store
 code code:MD 门店ID 分店编号 店铺编码 Branch~Code 门店代号 网点号
 name store_name 分店名称 店面全称 门店全名 Outlet~Name 店铺名字 门店(名称)
 kind store_kind 加盟/自营 经营性质 店铺属性 Store~Format 门店属性 直营或加盟
 region region 归属区域 营运区 所在大区 Sales~Region 片区名称 区域(片区)
 opened_on day 开业年月日 开张时间 正式营业日 Launch~Date 开店时间 开业日
 address address 店面地址 门店所在地 详细店址 Store~Address 门店位置 店铺所在地址
 phone phone 店面电话 门店座机 店铺联系电话 Store~Tel. 店里座机 门店热线
 area_m2 area 营业面积(㎡) 门店面积(平) 店铺使用面积 Size~(m2) 门店平方数 店面面积
 monthly_rent money_large 月度租金 店租(月) 房屋月租 Monthly~Lease 租金元/月 每月房租
 manager employee 店长名字 门店主管 现任店长 Manager~Name 店长/负责人 门店负责人姓名
vehicle
 plate plate 车牌号码(全) 车辆牌号 车辆编号(牌照) Plate~Number 号牌号码 车牌照
 kind vehicle_kind 车型类别 车辆种类 车厢类型 Type~of~Vehicle 车型(厢式/面包) 车辆分类
 brand brand 车辆厂牌 品牌车型 车辆型号 Make~and~Model 车品牌 品牌名称
 warehouse warehouse 驻地仓库 所在仓库 车辆归属仓 Home~Depot 车辆所属库 调度仓库
 load_kg load 最大载重(kg) 载质量 额定载重量 Max~Load~(kg) 可载重 载货量(公斤)
 inspection_until day_later 年检截止 车检有效期 检车日期至 Inspection~Due 年审到期 年检有效期至
 compulsory_until day_later 交强险到期 交强险保险止期 强制险到期日 Mandatory~Insurance~Until 交强有效期
 commercial_until day_later 商险到期 商业险保险止期 商业车险到期日 Comprehensive~Insurance~Until 商业险有效期
 mileage mileage 总公里数 已行驶里程(km) 里程表读数 Total~Mileage 行驶里程数 累计里程
 status vehicle_status 车辆状态 目前状况 在用/停用 Vehicle~Status 使用状态 车辆情况
expense
 no code:FY 报销流水号 费用编号 单据流水 Claim~Number 支出单号 请款单号
 spent_on day 费用日期 支付日期 开销日期 Date~Incurred 花费日期 用款日期
 category expense_category 费用大类 开支类型 支出科目 Spend~Category 费用类目 费用性质
 store store 费用所属店 受益门店 列支门店 Store~Charged 归属分店 报账门店
 department department 受益部门 费用部门 提单部门 Charged~Department 列支部门 用款部门
 amount money_small 报账金额 实际支出(元) 开支金额 Expense~Amount 支付额 费用(元)
 payee company 收款商户 供款对象 付款至 Paid~To 收款账户名 收款公司
 invoice_no digits:8 发票号 发票No. 税票号码 Inv~No. 发票代码号 增值税发票号
 purpose purpose 费用摘要 支出用途 开支说明 Description~of~Expense 用款事由 报账说明
 owner employee 报账人 提单人 用款人 Employee~Name 支出人 经手人姓名
complaint
 no code:TS 工单ID 投诉受理号 服务单号 Ticket~ID 客服单号 编号(投诉)
 kind complaint_kind 投诉/咨询/建议 工单类别 来访类型 Ticket~Type 单据性质 事件类型
 category complaint_category 投诉原因类别 问题归类 诉求类别 Complaint~Category 问题分类 投诉方面
 customer person 投诉顾客 客人称呼 来访客户 Complainant 顾客名字 反映人
 phone phone 顾客电话 投诉人手机 回访电话 Customer~Phone 客户手机号码 来电号
 store store 投诉门店 事发门店 所涉门店 Branch~Concerned 当事门店 归属门店
 product product 涉诉产品 投诉产品名称 相关商品 Item~Concerned 商品(涉及) 问题商品
 received_at moment 投诉受理时间 登记时间 进线时间 Opened~At 接诉日期 来访时间
 description note 投诉内容描述 顾客诉求 详细经过 Complaint~Details 事情经过 投诉情况
 handler employee 处理负责人 客服专员 经办客服 Handled~By 跟进客服 责任处理人
 resolution note2 处理反馈 解决方案 处理说明 Action~Taken 处置结果 解决情况
 compensation money_tiny 赔偿金额 补偿费用(元) 赔付额 Refund/Compensation 理赔金额 赔付支出
supplier
 code code:GY 供方编码 供货商编号 供应商ID Supplier~No. 供应商号 厂家编码
 name company 供方全称 供应商单位名称 厂家全称 Supplier~Name 公司名称 供货商(全称)
 contact person 供方联系人 业务对接人 厂家业务员 Contact 联系人(姓名) 负责联系人
 phone phone 供方电话 对接电话 厂家电话 Telephone 联系人手机号 业务员电话
 business_licence credit_code 社会统一信用代码 信用代码 营业执照注册号 Company~Reg.~No. 执照编码 统一信用编码
 business_until day_later 执照到期日 营业期限止 证照有效期至 Registration~Valid~Until 执照截止日期
 grade supplier_grade 供方等级 合作等级 供应商分级 Supplier~Rating 评定等级 综合评级
visit
 account account 拜访单位 客户(公司) 走访客户 Client~Company 拜访对象 客户公司
 visited_on day 拜访日 上门日期 跟进日期 Date~of~Visit 走访时间 日期(拜访)
 kind visit_kind 拜访形式 联络方式 跟进方式 Contact~Method 走访方式 拜访途径
 by employee 拜访员工 销售代表 跟进销售 Visited~By 走访员工 客户经理
 purpose purpose 拜访主题 此行目的 拜访事由 Purpose~of~Visit 跟进目的 拜访任务
 content note 拜访记录 交流内容 会谈纪要 Discussion 谈话要点 拜访详情
 result result 拜访结论 跟进成效 沟通结果 Visit~Result 达成情况 拜访反馈
 next_step step 下一步行动 跟进计划 后续跟进 Follow-up~Action 下一步工作 待办动作
 next_on day_later 下次跟进日 下次走访日期 计划回访日期 Next~Follow-up 约定时间 下次拜访日
purchase
 receipt_no code:XS 收银单号 结账单号 小票流水号 Bill~No. 消费单号 交易流水号
 member member 会员卡 会员ID 消费会员卡号 Member~Card 顾客卡号 会员识别号
 store store 消费门店 收银店 成交店铺 Store~Name 下单门店 交易分店
 purchased_at moment 消费日期时间 成交时间 收银日期 Transaction~Time 结算时间 买单时间
 amount money_small 实付 消费金额(元) 成交额 Net~Paid 实收金额 结算金额
 items count_small 商品件数 购物件数 消费件数 Units 数量合计 总数量
 channel purchase_channel 消费渠道 成交渠道 下单渠道 Channel 购物来源 渠道来源
 discount money_tiny 优惠 折扣金额 让利 Discount 促销优惠额 减免金额
incoming_check
 no code:YS 到货查验号 入库单号 收货验收编号 Receiving~No. 进货单号 检查单号
 supplier supplier 到货供应商 发货单位 供货厂家 Vendor~Name 供应商简称 来货厂商
 product product 来货商品 收货品名 到货品名 Product~Received 验收商品 货品
 batch_no batch 产品批号 商品批次 生产批次号 Batch~No. 批次(号) 到货批号
 produced_on day 生产日期 产品制造日期 生产时间 Production~Date 制造日 产品生产日
 received_on day 收货时间 验收日期 来货日期 Received~Date 到库日期 货到日期
 expires_on day_later 有效期至 产品失效日期 保质截止日 Expiry~Date 到期日期 质保到期
 qty count 验收数 入库数量 来货数量 Quantity~Accepted 到货件数 收货数量(件)
 unit_cost price_cost 进价 采购单价 进货价格(元) Purchase~Price 含税进价 供货单价
 warehouse warehouse 收货仓库 入库库房 存放仓库 To~Warehouse 目的仓 验收仓库
 temperature temperature 到货时温度 收货测温(℃) 产品温度 Temp~on~Arrival 冷链温度 车厢温度
delivery
 no code:PS 配送单号 派送单号 配送任务号 Delivery~No. 送货任务编号 配载单号
 delivered_on day 配送日 发车日期 派车日期 Dispatch~Date 送达日期 配送日期(天)
 warehouse warehouse 出库仓库 起始仓库 装货仓 From~Warehouse 出货仓 发车仓库
 vehicle known_plate 配送车辆 车牌号 送货车牌 Vehicle~Plate 派车车牌 车辆(牌号)
 driver driver 配送司机 送货人 随车司机 Driver 司机 驾驶司机
 orders count_small 订单数 配送订单数 送货单数 Orders~Delivered 总单量 票数
 boxes count 件数/箱 配送箱数 送货箱数 Boxes 货物箱数 总件数(箱)
 km mileage_small 行驶里程 配送里程(公里) 往返公里 Distance~km 行程公里 总公里
 fuel_cost money_tiny 油费(元) 燃油成本 加油费 Fuel~Cost 油料费 油耗费用
 tolls money_tiny 通行费用 路桥通行费 停车过路费 Tolls 高速通行费 路费
work_item
 no code:RW 任务ID 工作任务号 督办编号 Ticket~No. 问题编号 任务单号
 title task 任务标题 待办内容 督办事项 Subject 工作任务 问题名称
 store store 落实门店 责任门店 门店(责任) Store 整改门店 归口门店
 owner employee 主责人 落实人 督办责任人 Responsible~Person 负责同事 任务负责人
 raised_on day 提报日期 派发日期 立项日期 Date~Raised 创建日期 提出日
 due_on day_later 要求完成时间 最后期限 完成截止日 Deadline 计划完成日 须完成日期
 progress percent 进度% 当前完成度 完成百分比 Progress~(%) 任务进度 落实进度
 content note 具体描述 任务详情 工作内容 Details 事项内容 问题描述
key_account
 code code:KH 客户ID 大客户代码 客户档案号 Customer~No. 单位编号 KA编码
 name company 企业名称 大客户名称 单位名称 Account~Name 客户(单位)名称 公司全名
 industry industry 行业 客户行业 行业归属 Industry 行业属性 所在行业
 owner employee 对接销售 维护人 客户负责人 Sales~Owner 归属客户经理 跟进人
 contact person 客户联系人 采购联系人 关键联系人 Contact~Name 对接人名字 联系人
 phone phone 客户电话 采购人电话 关键人手机 Phone 联系人号码 联系电话(手机)
 address address 公司所在地 客户地址信息 企业地址 Office~Address 办公地址 单位联系地址
 tax_no credit_code 企业税号 开票信息税号 信用代码/税号 VAT~Number 统一社会信用代码 发票税号
 credit_limit money_large 信用额 赊账上限 授信金额(元) Credit~Line 最高授信 授信额度(元)
 payment_days count 账期(天) 付款账期 回款天数 Net~Days 结算天数 信用天数
 potential money_large 预估年采购 年采购潜力 年度需求金额 Est.~Annual~Purchase 潜在年采购额 年潜力(元)
group_order
 no code:TG 团购订单号 单据号 合同订单号 SO~Number 团购编号 订货单号
 account account 下单单位 客户单位 团购企业 Customer 订货单位 买方单位
 ordered_on day 签订日期 下单日 团购日期 Date~Ordered 订单签订日 接单日期
 owner employee 业务代表 订单负责人 客户专员 Rep~Name 团购业务员 成单人
 discount money_small 整单让利 优惠额 折让金额(元) Discount~Amt 订单折扣 优惠总额
 due_on day_later 回款期限 付款截止日 应付款日期 Due~Date 约定回款日 收款期限
 deliver_to address 配送地址 收货地 送货详细地址 Delivery~Address 交付地址 收货人地址
online_order
 order_no code:DD 订单编号 主订单号 交易编号 Order~ID 店铺订单号 线上单号
 shop shop 网店名称 销售店铺 店铺(平台) Shop 平台店铺 下单网店
 buyer person 买家名 收货人姓名 购买人 Customer~Name 下单人姓名 平台买家
 ordered_at moment 下单日期时间 订单创建日期 买家下单时间 Created~At 交易创建时间 订单生成时间
 paid_at moment 付款日期 支付日期时间 买家支付时间 Payment~Date 付款成功时间 订单支付时间
 freight money_tiny 快递运费 配送费 运费(元) Shipping 物流费用 实收运费
 amount money_small 订单实付金额 实收金额(元) 买家支付金额 Total~Paid 成交总价 应收金额
 courier courier 快递 配送快递 物流商 Shipping~Carrier 快递名称 承运公司
 tracking_no code:SF 快递单号 物流编号 运单号码 Waybill~No. 快递面单号 包裹单号
 shipped_at moment 发货时间 发货完成时间 实际发货时间 Ship~Date 商家发货时间 出库日期
shop_day
 shop shop 店铺 店名(线上) 线上店铺 Store~Name 平台店 网店
 day day_unique 日期 数据时间 统计时间 Date 业务日期 数据日
 visitors count_large 访客数 独立访客 进店访客 Visitors 店铺访客 来访人数
 page_views count_large 浏览量 页面访问量 商品浏览量 Pageviews 总浏览量 浏览次数(PV)
 carts count 加购件数 加购量 商品加购人数 Added~to~Cart 购物车加购 加购数(件)
 orders count 订单数 付款订单数 成交订单量 Orders~Count 支付笔数 订单笔数
 buyers count 买家数 支付人数(人) 成交买家数 Buyers 下单买家 成交客户数
 sales money_large 成交金额 销售额(元) 支付总额 Revenue 店铺销售额 交易额
 refunds money_small 退款 退款总额 售后退款金额 Refunds 当日退款额 退货退款金额
 ad_cost money_small 广告费 推广花费 营销推广费 Ad~Cost 投放费用 广告消耗(元)
inspection_report
 report_no code:JC 报告编码 检验编号 报告书编号 Certificate~No. 检验报告号 报告单编号
 laboratory company 检验机构名称 检验检测机构 第三方机构 Laboratory 检验方 出报告单位
 product product 样品 被检产品 检验产品名称 Product~Tested 样品名 检品名称
 batch_no batch 检品批号 产品批号/生产日期 批号 Batch 样品批次号 生产批号
 supplier supplier 送检单位 产品供应商 供货企业 Supplier~Name 委托单位 供应厂商名称
 sampled_on day 抽检日期 样品采集日期 取样时间 Sampled~On 抽样时间 采样日
 reported_on day 报告日 出报告日期 报告签发时间 Report~Date 签发时间 报告出具日期
 valid_until day_later 报告到期日 有效至 报告有效截止 Valid~Thru 报告效期至 到期时间
 approved_by person 报告签发人 签字人 授权签发 Authorized~By 批准签字 审批签发人
franchisee
 code code:JM 加盟商ID 加盟商号 加盟代码 Partner~Code 加盟商代号 客商编码
 name company 加盟公司 加盟商全称 加盟企业名称 Franchise~Partner 加盟单位 加盟商(全称)
 contact person 加盟商对接人 加盟老板 负责人姓名 Contact~Person 联系人 加盟店主
 phone phone 加盟联系电话 老板电话 联系人电话 Tel~No. 负责人手机 手机号码
 contract_no code:HT 合同编号 加盟合同号 特许合同编号 Agreement~No. 签约合同号 合同号码
 signed_on day 合同签署日 签约日 加盟签约日期 Date~Signed 合同签订时间 签署时间
 ends_on day_later 合同终止日 合同有效期至 加盟期限至 Expiry~Date 合约到期 合同到期时间
 fee money_large 加盟费金额 特许经营费 加盟费(万以内) Initial~Fee 一次性加盟费 加盟费用(元)
 deposit money_large 保证金额 合同保证金 保证金金额(元) Deposit~Amount 交的保证金 履约押金
driver
 name person 司机姓名 驾驶人姓名 师傅姓名 Driver~Full~Name 驾驶人员 驾驶员(姓名)
 phone phone 驾驶人电话 手机 司机联系方式 Mobile 师傅电话 联系手机
 licence_no digits:15 驾照编号 驾驶证号码 证件号(驾驶证) DL~Number 驾驶证档案编号 驾证编号
 licence_until day_later 驾驶证有效期至 驾照有效期 证照到期日 DL~Expiry 驾照截止日期 驾驶证期满日
 accidents count_small 事故次数 肇事次数 全年事故数 No.~of~Accidents 本年度事故 年度出险次数
gift
 code code:LP 礼品ID 奖品编码 礼品货号 Gift~Code 礼品编~号 物品编码
 name gift_name 奖品名称 礼品 兑换礼品 Gift~Name 礼品名~称 物品名称
 price points 积分价 兑换分数 兑换积分数 Points~Cost 换购积分 需积分
 unit_cost price_cost 礼品成本价 单价(元) 礼品进价 Unit~Price 采购价 单个成本
 safety_stock count 安全存量 最小库存 补货预警数 Min~Stock 库存预警值 最低存量
training_session
 course course 课程名称 培训课 培训项目 Course 课程(名称) 所学课程
 held_on day 培训日 授课日期 培训开始日期 Training~Date 举办日期 开课时间
 place place 地点 培训教室 授课场所 Location 会场 上课教室
 trainer employee 讲师姓名 授课人 培训老师 Trainer~Name 主讲老师 内训师
 planned_count count_small 计划人数 应到人员数 计划培训人数 Planned~Attendees 预计参加人数 应参加人数
 cost money_small 培训成本 课酬及费用 费用支出(元) Cost 培训花费 总费用
stock_movement
 kind movement_kind 单据类型 收发类别 出入库方式 Transaction~Type 库存变动类型 业务类别
 product product 物料 出入库商品 货品 Item 物料描述 商品名
 warehouse warehouse 仓库名 库房名称 库存地点 Location 发生仓库 收发仓库
 batch_no batch 批号 物料批次 库存批号 Lot~No. 商品批次号 批次/批号
 qty count 收发数量 数量 发生数量 Qty 出入库件数 变动数
 unit_cost price_cost 单价 库存单价 入库单价(元) Unit~Cost 物料单价 出入库成本
 occurred_at moment 过账时间 业务时间 发生日期时间 Posting~Date 记录时间 入账时间
 reason note 变动原因 出入库说明 业务摘要 Reason 原因说明 备注原因
opportunity
 account account 客户 客户名称(意向) 目标客户 Account 潜在客户 意向企业
 title deal 机会名称 商机标题 销售机会 Opportunity~Name 意向项目 商机描述
 amount money_large 商机金额 预计金额(元) 意向金额 Expected~Revenue 预计合同额 机会金额
 probability percent 赢单概率 成交概率(%) 胜算 Probability~(%) 把握程度 可能性
 expected_on day_later 预计成交日 计划签约日 预期成交日期 Close~Date 预计签单时间 预计落单日
 owner employee 销售负责人 商机归属人 机会负责人 Owner 跟进销售 商机跟进人
fire_device
 no code:XF 消防编号 器材号 灭火器编号 Device~ID 设施编号 器材编~号
 kind device_kind 器材种类 设施类型 消防器材类型 Equipment~Type 消防设施 品种
 store store 所属店铺 配置门店 器材所在门店 Store~Name 使用门店 布置门店
 location place 安装位置 具体位置 摆放点 Installed~At 布置地点 配置地点
 made_on day 生产年月 器材出厂日期 制造日期 Date~of~Manufacture 生产时间 出厂年月
 valid_until day_later 有效期 使用期限至 失效日期 Expiration~Date 强制报废日期 有效日期至
 next_check_on day_later 下次检修日期 下次维保日期 下一次检查 Next~Check~Date 待检日期 下次巡检日
"""

THIRD = """
member
 card_no card 会员证号 卡片编码 客户卡编号 Member~Card~No. 会员码(扫码)
 name person 会员本名 客户称谓 Guest~Name 顾客/会员姓名
 phone phone 会员联系号码 手机~号码 Phone~(Mobile) 常用手机
 tier tier 会员层级 卡等 当前卡级 Loyalty~Tier
 home_store store 首次入会门店 办卡网点 Enrollment~Store 会员归属门店
 joined_on day 会员入会日 领卡日期 Signup~Date 办理日期
 points points 会员积分余额 结余积分 Available~Points 目前积分
 spend_12m money_large 近一年消费累计 12个月消费额 Annual~Spending 最近一年购买额
 note note 备注事项 其它说明 Notes
store_day
 store store 报送门店 营业店面 Shop 门店名
 day day_unique 营业日期时间 账日 Date~of~Sale 报表日期
 sales money_large 营业净额 当日营业款 Gross~Sales 销售合计(元)
 transactions count 收银单数 买单数 Receipts~Count 成交小票数
 visitors count_large 客流数 进店量 Visitor~Count 进店客数
 new_members count_small 新入会人数 会员新增 New~Registrations 当日开卡
 cash_difference money_signed 现金短溢 备用金差异 Cash~Short/Over 现金差
product
 sku sku 货品代号 商品内码 Article~No. 存货编号
 name product_name 货品全称 商品中文名 Product 品名规格
 category category 货品分类 商品归类 Dept/Class 品类大类
 supplier supplier 来源供应商 供货渠道商 Vendor~Company 供应方名称
 list_price price 售卖单价 门店价 Regular~Price 零售定价
 member_price price_low 会员价位 贵宾价 Members~Pay 会员折扣价
 cost price_cost 采购成本 进货单价 Landed~Cost 供货价
 shelf_life_days days 保质期限(天) 保存期(天) Days~to~Expire 有效天数
employee
 staff_no staff 员工编码 工牌编号 Badge~No. 职员号
 name person 职工名字 员工姓名全称 Staff 雇员姓名
 department department 所在处室 部门归属 Dept~Name 编制部门
 position position 职务/岗位 现职 Designation 工种岗位
 store store 驻店 派驻店铺 Base~Store 工作地门店
 hired_on day 到岗时间 入职登记日 Employment~Date 报到日期
 id_number identity 身份证(号码) 公民身份号 Identity~No. 证件号
store
 code code:MD 营业网点编号 店铺ID Site~Code 门店内码
 name store_name 店面名 网点全称 Shop~Name 店铺全名
 kind store_kind 门店类别 营运类型 Store~Type 经营方式
 region region 隶属片区 战区名称 Area 营运大区
 opened_on day 开始营业日 店铺开业时间 Date~Opened 开门营业日期
 area_m2 area 门店使用面积 店铺平米数 Sqm 实用面积(㎡)
 manager employee 店面经理 当班店长 Manager 门店店长
expense
 no code:FY 付款单号 报账编号 Voucher~No. 申请单号
 spent_on day 付款日期 开支时间 Payment~Date 报账日期
 category expense_category 费用名目 支出项目 Cost~Type 费用种类
 department department 使用部门 申请部门 Requesting~Dept 费用归口部门
 amount money_small 报支金额 支付金额 Amount~(CNY) 花费金额
 payee company 收款对象 支付对象 Supplier/Payee 开票单位
 purpose purpose 支出理由 付款事由 Reason 申请事由
 owner employee 申请员工 填单人 Requester 报支人
complaint
 no code:TS 投诉流水号 受理编号 Complaint~ID 客服工单
 customer person 投诉客户 来电顾客 Name~of~Customer 客诉人
 phone phone 客户来电 联系手机号 Callback~Number 投诉者电话
 store store 发生门店 投诉对象门店 Outlet 涉诉门店
 received_at moment 反映时间 投诉日期时间 Logged~At 报案时间
 description note 投诉事由 客户反映 Issue~Description 情况描述
 handler employee 承办客服 处理专员 Case~Owner 跟单客服
 resolution note2 处置措施 处理过程 Resolution 最终处理
supplier
 code code:GY 厂家编号 供商代码 Vendor~Code 合作商编号
 name company 厂商全称 供商名称 Company 合作厂家
 contact person 厂家对接人 业务经理 Rep 供应商联络人
 phone phone 厂商联系方式 对接人电话 Contact~Phone 业务手机
 business_licence credit_code 信用代码证号 执照注册号 USCC 营业执照代码
 grade supplier_grade 供应商评定 合作评级 Grade 等第
visit
 account account 到访客户 拜访企业 Client 走访企业
 visited_on day 到访日期 出访日期 Visited~On 拜访年月日
 by employee 出访人 拜访业务员 Rep 外勤人员
 purpose purpose 到访目的 拜访缘由 Visit~Purpose 出访事由
 result result 到访结果 拜访成果反馈 Outcome~of~Visit 洽谈结果
 next_on day_later 下次到访 再访日期 Follow~Up~Date 计划再访日
delivery
 no code:PS 出车任务号 派送任务单 Run~No. 运输单号
 delivered_on day 运输日期 出货日期 Run~Date 配送当日
 vehicle known_plate 出车车辆 承运车辆 Vehicle 运输车牌
 driver driver 出车司机 承运人 Chauffeur 开车的人
 boxes count 装车箱数 货箱数 Cases 配送件数(箱)
 km mileage_small 出车里程 运输公里 Km~Driven 实际公里数
 fuel_cost money_tiny 加油金额 油费支出 Fuel 汽油费
work_item
 no code:RW 事务编号 工作单号 Issue~No. 待办号
 title task 工作名称 事务主题 Issue~Title 要办的事
 owner employee 经办责任人 执行负责人 Owner 谁办
 due_on day_later 应完成日期 办理期限 Target~Date 到哪天办完
 progress percent 办理进度 完成率(%) Done~% 进展程度
key_account
 code code:KH 大客户编号 单位代码 Client~No. 客户内码
 name company 客户企业名称 合作单位 Client~Name 企业全称
 owner employee 对接业务员 客户维护人 Account~Exec 服务专员
 contact person 企业联系人 单位对接人 Contact~Full~Name 采购负责人
 phone phone 企业联系电话 对接手机 Contact~Tel 采购电话
 credit_limit money_large 信用上限 赊销上限(元) Max~Credit 可欠金额
 payment_days count 回款周期(天) 信用账期 Credit~Days 付款天数
"""


def pool(text: str) -> dict[str, dict[str, tuple[str, str]]]:
    """The lines in the form of `layout_words`; all of the words stand behind the bar."""
    fields: dict[str, dict[str, tuple[str, str]]] = {}
    for line in text.strip().splitlines():
        if not line.startswith(" "):
            record = fields.setdefault(line.strip(), {})
        else:
            name, kind, words = line.split(maxsplit=2)
            record[name] = (kind, "| " + words)
    return fields
