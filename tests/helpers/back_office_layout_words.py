"""A pool in the form of `fresh_layout_words`, over twenty record types of which no other pool has any.

It has the words of programs for shops (有赞, 微盟, 客如云), for books and stock (用友, 金蝶), for staff, of English services, and of
clerks who type their own heads. Written before it was tried: of the 906 columns of 160 workbooks 829 (91.5 %) were understood at first,
and five (0.55 %) went wrong unasked; one of these was right after all, since a payment service calls its fees so.
"""

EIGHTH = """
goods_order
 no code:YH 请货单号 订货单编号 门店订货单 补货申请单号 PO~Number yhdh
 store store 订货门店 申请机构 要货机构 调入门店 Requesting~Store
 warehouse warehouse 供货仓库 发货仓 出货仓 配送中心 Ship~From
 ordered_on day 订货日 申请日期 制单日期 下单日期 Order~Date
 wanted_on day_later 要求到货日期 期望送达 希望哪天到 预约到货 Required~Date
 note note 订货说明 单据备注 摘要 特殊要求 Remarks
goods_order_line
 order code:YH 订货单编号 来源单号 请货单号 要货单据号 关联单号
 product product 存货名称 品名 订货商品 货品 Item
 qty count 订货数 申请数量 请货量 要多少 Order~Qty
 reason note2 加货理由 调整说明 为什么要 行备注 Reason
store_visit
 no code:XD 督导单号 巡查编号 稽核单号 巡检任务号 Audit~No
 store store 受检门店 被巡门店 检查门店 巡查的店 Store~Visited
 visited_on day 巡查日期 到店日期 督导日期 检查日 Visit~Date
 inspector employee 督导 督导员 巡检员 稽核人 Auditor
 kind visit_way 巡检类型 检查方式 巡查类别 督导形式 Visit~Type
 note note 巡查总结 备注说明 总体评价 其他情况 Notes
visit_item
 visit code:XD 督导单号 巡查编号 巡检单 所属巡店 检查单号
 section visit_section 大项 检查类别 项目大类 模块 板块
 text check_text 检查内容 检查标准 检查要点 考核内容 Check~Item
 weight count_small 分值 标准分 应得分 该项满分 Max~Score
 points count_small 实得分 扣后得分 评分 打分 Score
 remark note2 问题说明 扣分原因 现场情况 不符合描述 Findings
 due_on day_later 整改日期 限期整改 整改截止 要求整改完成日 Fix~By
market_price
 product product 本司商品 对标商品 我们的品 自有商品 Our~Item
 their_item product_name 竞品名称 对方品名 竞品规格 同类商品 Competitor~Item
 theirs price 竞品售价 对方卖价 竞品零售价 他家价格 Competitor~Price
royalty_bill
 franchisee franchisee_name 加盟商名称 加盟方 客户名称 交费单位 Franchisee
 month month 账期 所属月份 费用所属期 计费月 Billing~Month
 base money_large 计费基数 销售基数 流水基数 提点基数 Sales~Base
 rate percent 管理费率 提点 抽成比例 扣点 Royalty~Rate
 due_on day_later 缴费截止日 应缴日期 最晚缴纳日 付款期限 Due~Date
 note note 费用说明 备注说明 摘要 账单说明 Memo
royalty_payment
 bill code:ZD 账单号 应收单号 对应账单 核销单据 Bill~No
 paid_on day 到账日 收款时间 缴费日期 回款日期 Payment~Date
 amount money_mid 实收金额 到账金额 本次缴纳 收款额 Amount~Paid
 method pay_way 收款方式 结算方式 付款途径 缴费方式 Payment~Method
 reference digits:12 银行流水号 回单号 交易号 转账凭证 Reference~No
group_order_line
 order code:TG 销售订单号 团单号 源单号 关联订单 SO~No
 product product 存货 物料 产品名 货品名称 Item~Description
 qty count 订购数 销售数量 团购数 定了多少 Quantity
 price price 含税单价 团购价 协议价 成交价 Unit~Price
group_receipt
 order code:TG 销售订单号 核销订单 团购单 关联单据 Order~No
 received_on day 收款日期 进账日期 回款日 款到日期 Receipt~Date
 amount money_mid 收款金额 回款额 本次收款 进账 Received~Amount
 method receipt_way 收款方式 结算方式 收款类型 怎么付的 Payment~Method
 invoice_no digits:8 发票号码 票号 对应发票 开票号 Invoice~No.
 note note 收款说明 备注 摘要 附言 Memo
campaign
 shop shop 投放店铺 所属店铺 推广店铺 店铺名称 Shop
 channel campaign_channel 投放渠道 推广方式 媒介 渠道类型 Channel
 title plan 计划名称 推广计划 活动名称 投放主题 Campaign~Name
 owner employee 投放负责人 优化师 推广专员 运营 Owner
 starts_on day 投放开始 上线日期 开始投放日期 起始时间 Start~Date
 ends_on day_later 投放结束 下线日期 结束投放日期 截止时间 End~Date
 budget money_mid 投放预算 计划预算 总预算(元) 日预算合计 Budget
 cost money_mid 实际消耗 消耗金额 推广花费 总花费(元) Spend
 impressions count_large 曝光量 展示次数 曝光人次 展现次数 Impressions
 clicks count_large 点击量 点击次数 点进来的 点击 Clicks
 orders count_small 成交笔数 转化数 订单量 成交单量 Conversions
 sales money_large 成交额 转化金额 引导成交金额 GMV Revenue
online_shop
 name shop_name 店铺名称 网店 店名 店铺 Shop~Name
 platform shop_platform 电商平台 所在平台 平台名称 渠道 Platform
 shop_no digits:9 店铺编号 店铺ID号 商家ID 卖家号 Seller~ID
 owner employee 店铺负责人 运营负责人 店长 运营 Shop~Manager
 deposit money_mid 平台保证金 店铺保证金(元) 押金 已缴保证金 Deposit
 commission percent 平台扣点 佣金比例 抽佣率 技术服务费率 Commission~Rate
 opened_on day 开通日期 上线时间 入驻日期 开业时间 Launch~Date
stocktake
 no code:PD 盘点任务号 盘点编号 盘库单号 盘点计划单 Count~No
 warehouse warehouse 盘点仓库 盘点仓 库房 被盘仓库 Warehouse
 kind count_way 盘点类型 盘法 盘点模式 盘点种类 Count~Type
 counted_on day 盘点时间 盘库日期 清点日期 哪天盘的 Count~Date
 counted_by employee 盘点员 初盘人 清点人 谁盘的 Counted~By
 second_by employee 复核人 复盘员 监盘人 二次盘点人 Recounted~By
warehouse_check
 no code:CC 检查编号 仓检单号 检查记录号 巡仓单号 Inspection~No
 warehouse warehouse 受检仓库 被检库房 检查仓库 仓 Site
 checked_on day 检查时间 巡检日期 查库日期 哪天查的 Inspected~On
 kind check_kind 检查类别 检查项目 巡检内容 检查专项 Type
 inspector employee 检查员 巡检员 安全员 检查者 Inspector
 score percent 检查得分 评分 考评分 分数 Score
 problem note 存在问题 发现的问题 隐患描述 不符合项 Issues~Found
 owner employee 整改责任人 责任人 整改负责人 谁整改 Responsible
 due_on day_later 整改期限要求 限期 整改完成日期 最迟哪天改好 Due
 rectification note2 整改要求 整改方案 改进措施 整改办法 Action
logistics_cost
 month month 费用月份 归属月份 会计期间 所属期 Period
 category freight_category 费用项目 费用名称 成本科目 支出类别 Cost~Type
 warehouse warehouse 归属仓库 承担仓库 成本中心 所属库房 Warehouse
 vehicle known_plate 车牌 用车 承运车辆 车号 Vehicle
 amount money_mid 费用金额 发生额 含税金额 支出(元) Cost
 invoice_no digits:8 票据号 发票编号 票号 单据号 Invoice
staff_move
 no code:DD 异动单号 调岗单号 人事变动编号 审批编号 Change~No
 employee employee 异动人员 调动人 姓名 被调人员 Employee
 kind move_kind 异动类型 调动类型 变动类别 人事动作 Change~Type
 to_position position 异动后岗位 拟任岗位 调入岗位 新职务 New~Position
 to_store store 调入门店 异动后门店 去哪个店 新门店名 New~Location
 effective_on day 异动生效日 调动日期 生效时间 到岗日期 Effective~Date
 grounds note 异动原因 调岗理由 变动说明 事由 Reason
absence
 employee employee 申请人 休假人 请假员工 姓名 Employee
 deputy employee 职务代理人 工作代理 代班人 工作交接人 Covered~By
 starts_on day 请假开始时间 休假起 起始日期 从哪天 From
 ends_on day_later 请假结束时间 休假止 截止日期 到哪天 To
 reason reason_away 请假原因 休假类型 请假事由 假别 Leave~Type
meeting_action
 meeting code:HY 会议编号 纪要号 来源会议 对应会议 Meeting~No
 task task 待办事项 决议事项 任务内容 要做的事 Action~Item
 owner employee 责任人员 跟进人 落实人 谁来做 Assignee
 due_on day_later 完成时限 截止时间 要求完成时间 哪天前完成 Deadline
 result note2 落实情况 进展说明 完成进度说明 办理结果 Outcome
budget
 month month 预算期间 预算月份 期间 所属月份 Period
 category budget_category 预算科目 费用科目 费用项目 科目名称 Account
 store store 预算单位 门店名称 成本中心 所属机构 Cost~Center
 department budget_department 预算部门 归口部门 责任部门 部门名称 Department
 amount money_large 预算额 预算数 核定金额 本期预算 Budget~Amount
 note note 编制说明 预算说明 备注说明 摘要 Comments
bill_line
 shop shop 店铺 店铺名称 账单店铺 商户名称 Shop
 occurred_at moment 入账时间 业务发生时间 记账时间 结算时间 Transaction~Time
 flow_no digits:16 账务流水号 支付流水号 业务流水 资金流水号 Transaction~ID
 order_no digits:15 业务订单号 商户订单号 平台订单号 关联订单 Order~No
 kind bill_kind 账务类型 业务类型 收支类型 动账类型 Type
 income money_small 收入(+元) 入账金额 收入额 贷方 Income
 outgo money_tiny 支出(-元) 出账金额 支出额 借方 Expense
 balance money_large 账户余额(元) 余额 当前余额 结余 Balance
 note note2 备注信息 说明 商品名称 Remark
corrective_action
 no code:GS 整改单号 CAPA编号 改善编号 纠正单号 CAPA~No
 source capa_source 问题来源 来源类型 提出渠道 触发来源 Source
 product product 涉及产品 相关商品 品名 问题商品 Product
 problem note 问题描述 不符合事实 异常描述 缺陷描述 Problem~Statement
 containment note2 临时措施 紧急措施 遏制措施 当下处理 Containment
 cause note 原因分析 根因 根因分析 为什么会这样 Root~Cause
 action note2 纠正措施 改善对策 长期对策 怎么改 Corrective~Action
 owner employee 对策负责人 责任人员 改善负责人 谁来改 Owner
 opened_on day 提出时间 立项日期 发现日期 开单日期 Opened
 due_on day_later 要求完成日期 计划完成 截止日 整改时限 Target~Date
"""
