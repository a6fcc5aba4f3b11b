"""How people ask instead of heading a column (谁签的, 哪天到的, 多少钱进的), verbs of a sign, and further words of offices.

Read together with `business_words`, in the same form.
"""

SPOKEN = """
date: 哪天 哪日 哪一天 啥时 啥时候 什么时候 何时 何日 几时 几点 几号 哪年 时候 日子 时刻 年月日 起讫 | dated
person: 谁 啥人 何人 哪位 谁人 什么人 本人 经手人员 | who whom
company: 谁家 哪家 哪个单位 哪家单位 哪个公司 哪家公司 法人 主体 户 | whose
client: 哪家 哪个单位 哪家单位 谁家 意向单位 意向客户 采购单位 需方 被访单位 来访单位 |
store: 哪个店 哪家店 哪间店 什么店 啥店 哪店 营业厅 | outlet
region: 哪个区 哪片 片 片区 管片 | zone territory
warehouse: 哪个库 哪个仓 什么库 货栈 库别 |
department: 哪个部门 组别 班组 所在组 部 科 归口 |
employee: 谁 哪个员工 | who
owner: 谁 谁管 谁负责 谁在管 管 跟 跟单 跟单员 主办 主办人 承接人 受理员 执行人 执行员 受派人 主责 专管 | assigned
amount: 多少钱 几多钱 几块钱 几块 钱数 多少 几元 金 额度 款额 开票额 报价 | worth cost
price: 多少钱 几块钱 一件多少钱 单件 |
count: 几 多少 几个 几件 几张 几单 几盒 几箱 几次 几人 几笔 张 次 笔 应到 名数 条数 起数 频数 起 | howmany total
place: 哪 哪里 哪儿 在哪 在哪里 在哪儿 何处 安放 放置 摆放 存放 处 地 场 挂 存放地点 安放处 | where
address: 住哪 住 送到哪 在哪里 在哪儿 在哪 店址 门牌 地段 |
content: 什么 啥 怎么回事 说 谈 讲 事情 具体 要求 事宜 详述 叙述 陈述 细节 状况 登记内容 | what
talk: 沟通 洽谈 交流 会谈 谈话 谈 聊 面谈 谈判 说 讲 | talk talked discussed discussion
reason: 为啥 为什么 为何 因何 缘故 事故原因 由头 | why
purpose: 干啥 干什么 做啥 做什么 干嘛 用来干啥 图什么 开销事由 |
handle: 咋 怎么 怎么办 咋办 咋解决 怎么处理 办 咋弄 | how
kind: 哪种 哪类 什么样 何种 哪样 别 分型 种别 | which
until: 到哪天 到啥时候 到什么时候 到几时 管到 过期 作废 报废 止日 截止期 失效日 满期 用到 | expires
sign: 签 签批 签字 签约人 签单 签名 | signer
deliver: 送 派送 发运 发送 运 派 派车 投递 送货 送达 | shipping haul dispatch
sale: 卖 出手 卖掉 收银 | gmv takings
spend: 花 花掉 花销 花钱 买 |
buyer: 买 买的 拍 购买者 付款人 | orderer
buyer: | purchaser payer
pay: 付 付钱 缴费 打款 付款额 到账 | paidamount
return_: 退 | return
receive: 收 到 来 到货 来货 进货 验收 收讫 | grn
accept: 打来 来电 接 |
produce: 出厂 制造 造 灌装 产 | mfd
inspection: 检 查 检测 检验 化验 受检 送检 年审 检修 检视 验 查验 | mot qc
teacher: 讲课 授课 教 主讲 主讲人 培训师 授课人 授课老师 | coach speaker facilitator
course: 上课 讲课 课题 培训内容 培训课题 课目 听课 |
session: 开班 开课 |
join: 办 办卡 开卡 领卡 加入 入伙 | enrolled enrolment enrollment
new: 办了 新卡 | signup signups
trip: 跑 跑了 行车 出车 本趟 趟 车次 | trip
mileage: 跑 公里 |
delivery: 车次 派车单 出车单 |
visitor: 进客 进店 看 访问 多少人看 来人 客人数 浏览人数 客流人数 | traffic shoppers
view: 浏览 浏览量 看 点击 PV 页面 | view views pv pageviews
cart: 加购 购物车 收藏加购 | cart carts addtocart
favourite: 收藏 | favourite favorites wishlist
ad: 推广 广告 投放 直通车 钻展 万相台 消耗 投流 千川 | ad ads advertising marketing adspend
impression: 展现 曝光 展示 | impression impressions exposure
freight: 邮费 运费 运杂费 快递费 | shippingfee
waybill: 运单 物流单 面单 快递单 网运单 | awb consignment
express: 快递 物流 承运 哪家快递 | haulier
place_order: 下单 拍下 订 订的 订货 签单 开单 | placed ordered
order: 网单 团单 订 订货 订的 | so po
ship: 发货 发出 出库 寄出 | shipped dispatched
term: 账期 收款期 付款期 结算期 信用期 回款期 | terms term
credit: 授信 赊 赊销 欠 欠款 | creditline
debt: 欠 欠款 未付 未收 应收 | outstanding owed receivable
probability: 把握 概率 几率 可能性 胜率 赢率 赢单 成功率 成数 赢单率 成交率 几成 | probability likelihood chance odds win
deal: 商机 生意 项目 机会 意向 | deal opportunity pipeline project
win: 成交 签单 结单 赢单 能成 | close closed won
forecast: 预估 预计 预期 估 估计 打算 拟 | forecast estimate estimated
potential: 潜力 需求额 需求量 | potential
approve: 审批 审核 核准 核定 批复 批准 | approve approver approved authorised authorized
approve: | authorizer signatory
employment: 在职 在岗 任职 | employment
employee: | rep
phone: 电话 手机 联系 打哪个电话 电话多少 号码 | mobileno phoneno
mail: | email
name: 叫什么 叫啥 叫 怎么称呼 招牌 全名 户名 商号 | called
sex: 男女 |
gender: 男 女 男或女 |
birth: 生辰 生 诞生 |
document: 单 票 单据 凭证 凭单 流水 单子 | slip note
number: 流水 顺序号 序列 标签号 贴码 尾号 编码号 | serial tag sn number no.
card: 谁的卡 |
member: 会员 |
tier: 卡级 卡种 卡别 几级 星级 评级 | level
rating: 评级 等级 级 几级 评定 | rating grade
temperature: 几度 温 测温 度数 | temp celsius
hour: 几小时 钟头 上班时间 工作时长 | hrs
shelf_life: 能放几天 能放多久 保鲜期 | shelf
storage: 怎么放 咋放 怎么存 | keep
spec: 多大装 多大包装 装量 包装 净含 | packsize
area: 多大 平 平方米 建面 | sqm sqft m2
load: 拉多重 能拉多重 限载 限重 载重吨位 | payload
insurance: 强险 商保 | insured
compulsory: 强险 交强 | ctp tpl
brand: 牌子 什么牌子 厂家牌子 | marque
licence: 证 执照号 证号 驾证 驾照 证书 |
maintain: 保养 检修 |
least: 最少留 最少 预警 库存下限 | reorder floor
redeem: 兑 兑换 换 所需 需要 | redeem required
need: 所需 需要 需 要 | required needed
accident: 事故 出险 出事 肇事 | accident accidents crash incidents
occur: 发生 业务 变动 记账 操作 | posted
move: 变动 出入 进还是出 收支 | moved
difference: 差多少 差 短少 长短 |
equipment: 器材 设备 设施 器具 瓶 | device equipment asset
fire: 消防 灭火 | fire
step: 接下来 接下来干啥 后续动作 后续安排 下一步 | nextsteps
next: 下回 下次 回访 再 | next
visit: 走访 外勤 去 去了 拜访 | visited
planned: 应到 打算 拟 计划 | seats
attend: 实到 到课 到场 参训 参加 | attendee attendees
lab: 检测机构 |
laboratory: 检测机构 检测单位 出具机构 检验单位 | lab laboratory
sample: 样品 样 受检 送检 采样 | specimen
issue: 签发 出具 出 发 颁发 | issued issue
contract: 协议 合约 | agreement
start: 启用 起始 | commenced
finish: 做完 做到 | done
task: 待办 要干啥 干的事 任务 | todo
raise: 说的 下达 发起 布置 提 | created
progress: 做到哪了 做到哪 进展 | percentcomplete
franchise: 加盟户 加盟主 加盟方 加盟 | franchisee
industry: 做什么的 行业 业态 |
fee: 加盟金 使用费 费 |
deposit: 押 押金 押了 保证 质保金 | bond security
tax: 纳税 开票税号 税务 | vat taxid tin
goods: 货 货品 来的什么货 哪个货 什么货 |
product: 样品 样 哪个货 什么货 何物 | sku item
maker: | manufacturer
system: 打印 同步 修改 最后修改 IP GUID UUID 扩展 扩展字段 自定义 预留 校验 OA 流程 流程状态 流程状态码 版本号 乐观锁 租户 | guid uuid
system: | ip sync synced printed hash checksum tenant extension
next: 待 待检 待办
place: | installed
number: | reg
manager: | mgr
client: | cust customer
supplier: | supp
warehouse: | whse
amount: | cny rmb
mail: | e-mail
fee: 花费 成本 运营费 |
remark: 备忘 摘要 附记 批注 小记 |
franchise: 特许 |
receive: 签收 |
accept: | accepted
hour: 用时 |
line: 位次 |
finish: 落实 |
client: 受访 拜访对象 |
store: 店 直营 店面 |
step: 动作 举措 计划 |
step: | steps actions taken
approve: 授权 |
visitor: 到访 到店 入店 进门 |
laboratory: 检验方 第三方 送检机构 |
fire: 灭火器 |
place: 教室 会场 安装 布置 配置 |
member: | patron
owner: 督办 对接 维护人 归属 |
person: 老板 师傅 反映人 投诉人 来电人 来访人 |
odometer: 里程表 里程表读数 表显 | odometer
planned: 应 应参加 应参 |
raise: 立项 提报 派发 |
sample: 检品 被检 |
attend: | attendees
licence: | uscc
task: 事务 |
sale: 实收 实收金额 进账 业绩 |
new: 发展 拉新 招募 |
cash: 钱款 |
employee: 工作证 人事 职工 |
number: 工作证号 |
storage: 仓储 保管 |
brand: 生产商 | manufacturer
purpose: | description
task: | task
content: 工作要求 |
group_buy: 团购 团单 | groupbuy
platform: 平台 线上 原始 电商 | online
owner: 客服 客服人员 |
consignee: 收货人 签收人 接货人 验收人 收货人员 签收人员 |
question: 突发 意外 |
search: 搜索 检索 搜 | search
rank: 排名 名次 位次 排位 | rank ranking
pack: 每件 每份 每包 套装 组合 件装 单件 一件 含量 | pack
summary: 总结 小结 复盘 | summary
recount: 复盘 复点 重盘 二次盘点 | recount recounted
most: 限报 可报 |
title: 主旨 |
student: 学员 参训人 受训 | trainee trainees student students
remark: 其它 其它说明 |
score: 打分 满意度 |
duty: 值班 当班 排班 | duty
refund: 退换 |
after_sale: 售后 退换 退货退款 | aftersale
plan: 期望 希望 要求到货 预约 | required wanted requested
place_order: 要货 请货 补货 | requisition
rate: 提点 抽成 抽佣 佣金 扣率 | royalty commission
amount: 基数 |
question: 隐患 不符合项 不合格项 不足 |
reason: 根因 假别 休假类型 请假类型 | root leavetype
handle: 对策 |
remark: 评价 总评 特殊要求 |
document: 回单 水单 |
task: 要做的事 待做 |
"""
