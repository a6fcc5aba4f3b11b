"""What companies call things, by what is meant: one line a concept, Chinese and English words of any table, not of one file.

A word may stand in several lines; the longest word that fits is read first. `near_words` says which concepts are nearly the same.
"""

WORDS = """
number: 编号 编码 代码 号码 号 流水号 序列号 代号 识别码 码 ID 凭单号 | number no nos num id code ref reference key
name: 名称 姓名 名字 全名 名 全称 简称 称呼 称谓 抬头 芳名 大名 描述 | name names called full fullname description
title: 标题 题目 主题 题 事由 议题 | title subject topic headline
card: 卡 卡片 会员卡 磁卡 | card
member: 会员 贵宾 会籍 VIP 会员卡 持卡人 | member members vip membership cardholder
client: 客户 顾客 客人 消费者 客 甲方 采购方 买受人 大客户 团购客户 用户 往来单位 客商 购货单位 买方 | customer customers client clients account
client: | guest consumer cust acct user counterparty
buyer: 买家 下单人 购买人 订购人 收货人 拍下人 收件人 昵称 网名 客户网名 | buyer purchaser recipient consignee nickname shipto
store: 门店 分店 店铺 店 网点 店面 专卖店 专柜 卖场 终端 营业网点 营业点 店名 直营店 柜台 机构 商户 站点 店家 单店 营业部 经营网点 | store shop
store: | branch outlet boutique stores site location unit
warehouse: 仓库 仓 库房 库 库位 仓储 货仓 | warehouse wh depot storehouse
region: 区域 大区 片区 地区 战区 分区 辖区 城市 | region area district territory zone city
department: 部门 科室 处室 中心 团队 条线 组织 组织单元 所属组织 | department dept team division org orgunit unit
company: 公司 企业 单位 机构 厂家 厂商 商家 组织 法人 往来单位 客商 商户 统一编号 | company organization organisation firm enterprise corp
person: 人 人员 员 者 对象 联系人 持卡人 | person by staff people holder
employee: 员工 职工 雇员 伙伴 同事 职员 人员 | employee staff worker associate
owner: 负责人 责任人 经办人 经手人 经办 经手 承办人 专员 管户 对接人 跟进人 主责人 担当 处理人 操作人 操作员 办理人 业务员 归属人 责任者 | owner
owner: | responsible handler operator assignee agent
manager: 店长 经理 主管 主任 领导 管理员 负责人 | manager supervisor head
sales_person: 销售员 导购 业务员 销售人员 美容顾问 顾问 健康顾问 营业员 | salesperson salesman rep consultant advisor
introducer: 招募人 介绍人 推荐人 引荐人 发展人 拓展人 邀请人 开卡人 办卡人 推荐 | recruiter referrer introducer sponsor referral
contact: 联系人 联络人 对接人 接洽人 窗口 | contact liaison
phone: 手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 联络电话 联系号码 座机 热线 号码 tel 联系手机 通讯号码 | phone mobile tel
phone: | telephone cell cellphone hotline
address: 地址 住址 地点 所在地 位置 详址 居住地 通讯地址 家庭住址 住所 | address addr location
place: 地点 场地 场所 位置 地方 处所 | place venue location
gender: 性别 男女 | gender sex
birth: 生日 出生 出生日期 生辰 出生年月 诞辰 寿诞 | birthday birth born dob birthdate
age: 年龄 岁数 年纪 | age
idcard: 身份证 身份证号 身份证号码 证件号 证件号码 公民身份号码 居民身份证 身份证件 | identity idcard
tier: 等级 级别 层级 档次 星级 级 卡种 卡类型 卡类 会员卡级 卡级 卡等级 卡别 分级 | tier level grade rank class
points: 积分 分值 点数 积点 | points point pts
balance: 剩余 余额 可用 结余 余 当前 现有 尚余 剩 现存 账面 结存 未用 | balance remaining available left current
spend: 消费 花费 支出 消费额 开销 购买 | spend spent spending consumption purchase
total: 累计 合计 总计 总 总共 全部 历史 累积 汇总 共计 | total sum cumulative accumulated overall lifetime
year: 年度 年份 年 全年 每年 近一年 近12个月 12个月 一年 | year annual yearly 12m
recent: 近 最近 近期 最后 末次 上次 上一次 最后一次 最新 | recent last latest previous
first: 首次 第一次 初次 首 | first initial
next: 下次 下一次 下回 再次 | next
opening: 期初 初始 起初 年初 | opening beginning
month: 月份 月 年月 账期 所属月 月度 所属期 月别 | month monthly
week: 周 星期 周次 | week weekly
quarter: 季度 季 | quarter
date: 日期 时间 日 日子 时点 时刻 年月日 期 时 | date day time datetime on at when
deadline: 期限 时限 限期 到期 到期日 截止 截至 最迟 最晚 要求完成 最后期限 | deadline due limit
until: 到期 至 到期日 有效期 有效期至 有效期限 有效至 失效 届满 截止 截止日 到期时间 有效 终止 止 效期 限用 到期日期 截止日期 止期 终止日期 |
until: | until expiry expire expires expiration expired valid validity exp
start: 开始 起始 起 启用 起用 生效 自 开工 起始日 开始日 启动 | start begin from since effective starts
end: 结束 终止 完结 完毕 止 结 截止 | end finish ends ended
finish: 完成 办结 办完 竣工 完工 落实 达成 做完 | finish finished completed completion done complete
create: 创建 建立 新建 建档 登记 录入 填报 填写 制单 建 设立 提报 | create created entered recorded added logged
join: 入会 开卡 办卡 注册 入籍 建卡 发卡 领卡 加入 入册 建档 登记 入会籍 会籍 开户 申办 绑卡 | join joined register registered registration enrol
join: | enrolled enroll signup since
hire: 入职 到岗 入司 报到 聘用 上岗 录用 就职 进公司 用工 雇佣 任用 | hire hired onboard onboarding joined
leave: 离职 离岗 离司 辞职 退职 离开 | leave left quit resigned termination
open: 开业 开张 开店 开门 营业开始 | opened opening open
close: 关闭 结案 关店 闭店 退出 停业 撤店 结单 关单 销案 | close closed closing
produce: 生产 制造 出厂 加工 投产 灌装 | produce produced production made manufacture manufactured mfg mfd manufacturing
receive: 收到 接收 收货 到货 收 接 签收 入库 受理 接到 接诉 到 | receive received receipt receiving arrival arrived
accept: 受理 接诉 接单 接待 接访 立案 来电 接报 接案 接件 投诉时间 进线 来访 反馈时间 提交 | accepted accept received opened logged
sale: 销售 营业 营收 收入 售卖 卖出 出货 成交 销 业绩 流水 卖 零售 | sale sales sold revenue turnover selling
transaction: 交易 笔数 笔 单数 客单 小票 成交 客单数 单量 来客 账单 结账 开单 | transaction transactions tickets receipts bills bill checks
receipt: 小票 收据 收银 流水 票据 单据 交易 水单 收银单 销售单 消费单 账单 结账单 | receipt ticket bill slip check
order: 订单 单 单据 下单 工单 订购 票数 票 | order orders document doc stops drops
amount: 金额 额 钱 款 款项 费用 总额 费 值 价款 数额 元 价税合计 发生额 应收 支出 | amount amt sum value money total
pay: 支付 付款 实付 缴 缴纳 付 结算 实收 到手 收款 打款 实际支付 结账 买单 应收 | pay paid payment settled
actual: 实际 实 净 真实 最终 | actual net real final
payee: 收款方 收款人 收款单位 收款户名 领款人 对方 户名 供应方 往来单位 收款账户 付款对象 供方 受款人 领取人 | payee beneficiary counterparty
payee: | paidto
count: 数量 数 件数 量 个数 总数 数目 次数 人数 总量 票数 名额 张数 销量 | count qty quantity number pieces volume num headcount
piece: 件 件数 盒数 瓶数 箱数 个 支 商品数 | pieces units items piece pcs
box: 箱 箱数 装箱 纸箱 | box boxes carton cartons
visitor: 客流 客流量 进店 访客 进店人数 来客数 来客 到店 人流 来访 入店 人次 | visitors visitor traffic footfall walkins uv
new: 新增 新 新开 拓新 新发展 拉新 办卡 开卡 | new added newly
difference: 差异 差额 差 长短款 短溢 短款 盈亏 溢缺 盘差 | difference variance diff over short
price: 价格 单价 价 | price
retail_price: 售价 定价 卖价 标价 零售价 吊牌价 市场价 门市价 挂牌价 | msrp rrp
retail: 零售 标价 吊牌 市场 门市 建议 销售 售 挂牌 正价 原价 标准 | list retail rrp msrp suggested tag
cost: 成本 进价 进货 采购 成本价 购进 采购价 供价 供货价 入价 拿货 平均价 移动平均 | cost purchase buying
freight: 运费 邮费 快递费 物流费 配送费 | freight shipping postage
discount: 优惠 折扣 减免 让利 抵扣 折让 立减 满减 | discount off rebate concession
refund: 退款 已退 退 退还 退货 退回 | refund refunded return returned refunds
product: 商品 产品 货品 物料 品 货物 物品 SKU 货 存货 单品 品项 款号 款式 | product products item goods sku article merchandise material
brand: 品牌 牌子 商标 厂牌 | brand make
spec: 规格 型号 包装 规格型号 净含量 包规 包装规格 尺寸 属性 颜色 | spec specification size model packing packaging dimensions dimension
unit: 单位 计量 计量单位 基本单位 | unit uom measure
category: 类别 分类 类目 品类 大类 类 种类 科目 小类 中类 归类 系列 类型 | category class group type
kind: 类型 种类 类别 性质 类 形式 方式 类属 属性 | kind type sort nature
shelf_life: 保质期 保存期 质保期 货架期 保质 保存期限 保质天数 有效期 效期 质保 | shelf life shelflife
storage: 储存 贮存 存放 储藏 保存 贮藏 存储 保管 | storage store keep
barcode: 条码 条形码 69码 国条码 国际条码 国条 | barcode ean upc gtin barcodes
batch: 批号 批次 批次号 生产批号 批 炉号 | batch lot batchno
supplier: 供应商 供货商 供货方 供方 厂商 供货单位 供应方 厂家 供货 来源厂家 往来单位 客商 供方单位 廠商 | supplier vendor provider counterparty
licence: 许可证 执照 证照 资质 证 证件 营业执照 经营许可 统一编号 注册号 登记号 驾照 驾驶证 | licence license permit certificate registration
approval: 批准 批文 文号 蓝帽 蓝帽子 批准文号 健字号 注册证 国食健字 备案号 备案 注册文号 国食健注 注册号 | approval approved blue hat
plate: 车牌 车牌号 牌照 车号 号牌 车牌号码 牌号 车辆号牌 车辆牌照 | plate plateno registration
vehicle: 车辆 车 货车 车型 车子 用车 | vehicle car truck van
driver: 驾驶员 司机 驾驶人 师傅 送货员 配送员 | driver chauffeur
insurance: 保险 险 投保 | insurance
compulsory: 交强 交强险 强制险 强险 | compulsory
commercial: 商业 商业险 商险 | commercial
inspection: 年检 检验 检测 检查 验车 审验 年审 抽检 化验 检 质检 | inspection inspect inspected check test tested checked annual
load: 载重 载重量 核载 吨位 荷载 承重 额定载质量 载质量 | load payload tonnage capacity
volume: 容积 容量 体积 方量 货厢容积 | volume capacity cubic
mileage: 里程 公里 公里数 里程数 行驶 表显 行程 往返 | mileage km kilometres odometer distance
maintain: 保养 维保 养护 维护 | service maintenance
fuel: 油卡 加油 油费 燃油 油 加油卡 | fuel gas petrol
operating: 营运 运营 道路运输 | operating
claim: 报销 报支 费用 核销 请款 支出 开支 | claim reimbursement expense expenses
invoice: 发票 票据 票 开票 | invoice fapiao
purpose: 用途 事由 目的 摘要 用处 款项内容 意图 缘由 来意 开支内容 主题 说明 事项 理由 依据 目标 内容 支出内容 用款 | purpose usage reason use
purpose: | objective justification aim subject text
reason: 原因 理由 缘由 起因 成因 原由 归因 | reason cause why
content: 内容 描述 详情 说明 情况 经过 明细 概况 诉求 纪要 过程 记录 正文 案情 情形 | content description details detail desc minutes summary
content: | narrative statement notes
result: 结果 成效 成果 效果 结论 反馈 收获 达成 达成情况 情况 成交情况 | result outcome results conclusion achievement
handle: 处理 处置 解决 办理 处理方案 应对 善后 整改 受理 回复 答复 处理情形 方案 措施 | handle handling resolution resolve resolved solution
handle: | handled reply fix fixed summary
follow: 跟进 跟踪 回访 后续 | follow followup tracking
plan: 计划 预计 拟 约定 预定 规划 预约 安排 | plan planned expected agreed scheduled estimated
step: 下一步 步骤 行动 动作 后续 下步 打算 | step action todo
visit: 拜访 走访 上门 到访 访问 巡访 回访 会面 来访 | visit visited visiting call meeting
tour: 巡店 巡检 巡查 督导 稽核 | tour inspection
complaint: 投诉 客诉 诉 工单 抱怨 申诉 反馈 案件 事件 服务单 售后 | complaint complaints case ticket incident feedback
compensate: 赔付 赔偿 补偿 理赔 赔 | compensation compensate claim payout indemnity
severity: 严重 紧急 严重程度 程度 轻重 缓急 紧急程度 级别 | severity urgency priority serious
source: 来源 渠道 途径 出处 来路 获客 信息来源 | source channel origin via
channel: 渠道 通路 来源 途径 | channel source
status: 状态 情形 状况 现状 进展 是否在用 在用 | status state condition
progress: 进度 完成率 完成度 进展 完成比例 百分比 | progress completion
remark: 备注 说明 附注 注 其他 备考 补充 附言 | remark remarks note notes comment comments memo
label: 标签 标识 画像 | tag tags label labels
interest: 关注 兴趣 偏好 健康 需求 爱好 | interest interests preference health
consent: 同意 授权 许可 允许 | consent agree permission optin
position: 岗位 职位 职务 岗 职称 工种 职级 | position post job role duty occupation
target: 目标 指标 任务 考核 计划 定额 | target goal quota
budget: 预算 额度 | budget
rate: 率 比例 占比 百分比 比率 扣点 百分率 | rate ratio percent percentage pct
average: 平均 均 客单 人均 单均 | average avg mean per
hour: 小时 工时 时长 课时 时数 用时 | hour hours duration
weather: 天气 活动 气候 | weather event
cash: 现金 收银 钱箱 备用金 | cash till drawer
activity: 活动 促销 营销 事件 促销形式 活动形式 | activity event promotion campaign
course: 课程 培训 课 学习 | course training class lesson
session: 场次 班次 期次 班级 期 批次 班 | session
score: 成绩 得分 分数 评分 分 考分 打分 | score mark grade points
pass: 合格 通过 达标 及格 | pass passed qualified
attend: 签到 出勤 到场 出席 参加 到会 实到 | attend attended attendance present
certificate: 证书 证 结业证 | certificate cert
teacher: 讲师 老师 教员 授课 主讲 | trainer teacher lecturer instructor
contract: 合同 协议 签约 | contract agreement
sign: 签订 签约 签署 签发 | signed sign signing
fee: 费 费用 收费 | fee charge cost
deposit: 保证金 押金 定金 | deposit bond
rent: 租金 房租 租 月租 | rent rental lease
area: 面积 平米 平方 | area sqm square
franchise: 加盟商 加盟 加盟店主 | franchisee franchise
industry: 行业 产业 领域 | industry sector
tax: 税 税号 纳税 纳税人识别号 统一社会信用代码 信用代码 统一编号 税籍 | tax vat
credit: 信用 授信 赊销 信誉 | credit
days: 天数 天 日数 | days
report: 报告 检测报告 检验报告 | report
laboratory: 检验机构 检测机构 检验单位 检测单位 实验室 送检机构 化验室 | laboratory lab
maker: 生产企业 生产商 制造商 生产厂家 厂家 生产厂 制造厂 | manufacturer maker producer
sample: 抽样 采样 取样 抽检 送样 | sample sampled sampling
conclude: 结论 判定 判断 | conclusion verdict
temperature: 温度 气温 体温 | temperature temp
humidity: 湿度 相对湿度 库湿 | humidity rh
competitor: 竞品 竞店 竞争对手 竞争门店 竞品门店 竞争品牌 对手 友商 同行 对方 | competitor rival
landlord: 出租方 出租人 业主 业主单位 房东 房主 产权人 | landlord lessor
line: 行号 项次 序号 行 | line row
document: 单据 单 单证 凭证 | document voucher doc
out: 出库 发货 出 发出 | out outbound ship shipped
in: 入库 进 入 进仓 | in inbound
move: 出入库 流水 进出 收发 移动 异动 | movement move stock
stock: 库存 存货 存量 | stock inventory
occur: 发生 业务 事发 | occurred happened occur
express: 快递 物流 承运 | courier express carrier
waybill: 运单 快递单 物流单 面单 | tracking waybill
shop: 网店 店铺 | shop
platform: 平台 | platform
pinyin: 拼音 助记码 | pinyin
mail: 邮箱 邮件 电子邮箱 | email mail
url: 网址 链接 | url link website
password: 密码 | password
gift: 礼品 赠品 礼物 兑换品 奖品 权益 奖励 | gift reward prize
redeem: 兑换 换领 兑奖 | redeem redeemed redemption
multiplier: 倍数 倍率 | multiplier times
question: 问题 疑问 缺陷 不良 异常 异常原因 瑕疵 | question problem issue defect
task: 任务 事项 工作 待办 | task item
raise: 提出 发起 反映 上报 反馈 交办 布置 下达 申请 提交 指派 | raised reported feedback submitted requested
find: 发现 查出 | found discovered
respond: 响应 首响 回复 答复 | response respond responded reply
group: 组 板块 | group section
set_off: 出发 发车 出车 起运 | departure departed depart leave
arrive: 到达 返回 抵达 回场 | arrival arrived return arrive
route: 线路 路线 路由 | route
toll: 路桥 过路 停车 通行 高速 过桥 通行费 路费 桥费 | toll tolls parking highway
deliver: 配送 送货 派送 运输 送 | delivery deliver delivered
seller_code: 商家编码 外部编码 | seller
mobile_only: 移动 | mobile
least: 最低 最小 最少 下限 预警 安全 警戒 起订 保底 补货 补货点 | min minimum least safety lowest threshold reorder
most: 最高 最大 最多 上限 限额 名额 限 | max maximum most highest cap
trip: 行驶 行程 往返 单程 本次 实际里程 | trip journey
english: 英文 外文 | english
health: 健康证 健康 体检 体检证 | health medical
"""
