"""A pool in the form of `fresh_layout_words`, over twelve record types of which no other pool has any.

It has the words of stock and order programs of web shops, of tills, of finance programs and of clerks who type their own heads:
with slips, short forms, traditional signs, initials of pinyin and half English. Written without a look at the dictionary.
"""

SEVENTH = """
after_sale
 no code:SH 退换单号 退款单编号 售後單號 shdh AfterSale~ID
 order code:DD 线上单号 原始单号 平台订单号 关联网店单 线上订单号
 kind after_kind 售后方式 退换类型 售后类别 退款/换货 服务类型
 reason after_reason 售后原因 退换原因 买家退款缘由 退货理由 Refund~Reason
 amount money_small 退款额 实退金额 应退金额(元) 申请退款金额 Refund金额
 opened_at moment 申请退款时间 售后登记时间 買家申請時間 提交时间 发起时间
 handler employee 售后客服 客服人员 处理客服 跟单客服 经办客服
 description note 售后描述 问题说明 卖家备注 退款说明 情况备注
group_invoice
 no code:KP 开票申请单号 申请单编号 开票申请号 發票申請編號 申请编号
 order code:TG 团购单号 销售订单号 关联订单 源单编号 tgdh
 kind invoice_kind 发票种类 票种 发票类别 票据类型 開票類型
 title company 购方名称 购买方名称 开票抬头 受票单位 抬头单位
 tax_no credit_code 购方税号 购买方税号 统一社会信用代码 纳税人识别码 税务登记号
 amount money_large 价税合计 含税金额 申请开票金额 票面金额 开票总额
 asked_on day 申请开票日期 提单日期 开票申请时间 申请时间 申請日
 note note2 票面备注 发票备注 开票说明 摘要 bz
online_order_line
 order code:DD 线上单号 原始单号 平台单号 网店单号 订单号码
 code sku 货品编号 规格编码 店铺商品编码 线上编码 商品货号
 title product_name 宝贝标题 线上商品名 平台商品名称 货品名称 商品Title
 qty count_small 下单数量 订购件数 宝贝数量 购买件数 数量(件)
 price price 成交单价 宝贝单价 销售单价 实际单价 Unit~Price
 batch_no batch 发货批次 批次号 货品批次 Lot~No 批號
listing
 shop shop 所属店铺 上架店铺 店铺名称 網店名稱 销售店铺
 product product 关联商品 对应商品 系统商品 库存商品 本地商品
 title product_name 宝贝标题 商品标题 展示标题 链接标题 商品Title
 code digits:12 商品ID 宝贝ID 平台货号 ItemID 链接ID
 pack count_small 每份件数 套装数量 单件含量 组合数量 一件几个
 price price 一口价 到手价 标价 上架价格 售賣價
 rank count 搜索位次 自然排名 关键词排名 搜索名次 排名
 stock count_large 上架库存 平台库存 可卖数 在售库存 可售数量
 last_checked_on day 上次检查 最近核对日期 检查日期 上回查看日期 最近巡检
 note note2 备註 说明 上架备注 链接备注 bz
member_follow_up
 member member 会员编号 客户卡号 hykh VIP卡号 会员号
 contacted_at moment 跟进时间 联系时间 回访时间 打电话时间 跟進日期
 channel talk_channel 跟进方式 联络方式 回访方式 怎么联系的 沟通渠道
 topic topic 跟进主题 沟通事项 聊什么 回访事由 沟通主旨
 content note 跟进内容 沟通详情 谈话内容 回访记录 聊了啥
 result result 沟通结果 回访结果 跟进情况 结论 跟进成果
 next_on day_later 下次回访时间 下次联系日 再跟进日期 下回联系 Next~Call
 by employee 跟进员工 回访人 维护导购 谁跟的 跟进导购
member_activity
 code code:HD 活动编码 活动ID 活动代码 hdbh 活動編號
 name activity_name 活动主题 活动标题 沙龙名称 活动名 Event名称
 kind activity_kind 活动类型 活动形式 活动类别 类别 活动种类
 store store 举办门店 承办店 主办门店 活动门店 承办门店
 starts_at moment 活动开始 开场时间 举办时间 开始日期 活动开始时间
 place place 活动场地 举办地点 会场 场地 活動地點
 places count 人数上限 可报人数 限报名额 名额上限 最多人数
 budget money_mid 活动预算 预算金额 费用预算 预算(元) Budget金额
 cost money_mid 实际支出 实际花费 决算金额 实际开支 实花费用
 owner employee 活动负责人 组织者 主办人 负责同事 负责员工
 summary note 活动小结 复盘 总结 效果小结 活动复盘
training_record
 session code:PX 班次编号 场次编号 培训班 培训期次 培训场次号
 employee employee 学员 参训人 学员姓名 受训员工 参训员工
 attended yes_no 是否到课 出勤 是否参加 签到情况 到课情况
 score percent 考试成绩 考核分 测验得分 卷面分 考试分数
 certificate_no code:ZS 结业证号 证书号 证书编码 合格证编号 zsbh
 feedback stars 课程满意度 评价星级 满意度评分(1-5) 学员打分 课程评价
 note note2 备註 说明 学员备注 其它 补充说明
warehouse
 code code:CK 仓库代码 仓库ID 仓编码 ckbm 倉庫編號
 name warehouse_name 仓名 库房名称 倉庫名稱 仓库全称 仓库名
 kind warehouse_kind 仓库性质 仓库类别 仓型 仓库种类 仓储类型
 region region 所属大区 片区 区域名 所在区域 归属区域
 keeper employee 仓管 库管员 仓库负责人 保管员 库管
 address address 仓库地址 详细地址 库房位置 仓址 仓库所在地
 phone phone 仓库联系电话 仓管电话 联系方式 电话号 联糸电话
 area_m2 area 仓库面积 面积(平米) 使用面积㎡ 建筑面积 库房面积
 coldest temperature_low 温度下限 最低温 温度下限(℃) 最低温度 Min~Temp
 warmest temperature 温度上限 最高温 温度上限(℃) 最高溫度 Max~Temp
delivery_stop
 delivery code:PS 派车单号 配送单号 出车单号 送货单号 psdh
 seq serial 停靠序 送货顺序 站序 第几站 卸货顺序
 store store 收货门店 送达门店 到店名称 卸货门店 收貨門店
 boxes count 配送箱数 装车箱数 送货箱 应送箱数 发货箱数
 planned_at moment 预计到达 预计送达时间 计划到店时间 预计到店 ETA时间
 arrived_at moment 到店时间 送达时间 实际到店 抵达时间 实际送达
 boxes_signed count 实收箱数 签收箱 收货箱数 门店实收箱数 签收数(箱)
 temperature temperature 到店温度 到货温度 卸货温度 车厢温度 到店温度(℃)
 signed_by person 收货人 签收人员 接货人 验收人 门店签收
 discrepancy note 差异原因 异常说明 短少说明 货差备注 差异备注
receipt_line
 receipt code:XP 小票编号 销售单据号 小票流水号 账单号 xph
 product product 品项 商品全名 品名 货品 售卖商品
 batch_no batch 批次号 商品批号 生产批次 Batch~No 批號
 qty count_small 销售数 份数 数量(件) 售出数量 销量
 price price 单品价 零售单价 实售价 折后单价 销售单价
 discount money_tiny 单品优惠 行折扣 优惠额 让利 优惠金额
stocktake_line
 stocktake code:PD 盘点单编号 盘点任务号 盘点编号 盘点表号 pddh
 product product 存货名称 货品名称 品名 存货 盘点商品
 batch_no batch 批次号 生产批号 批次编号 Lot 货品批号
 produced_on day 生产日 制造日期 出厂日期 生产时间 MFG~Date
 counted_qty count 盘点数 实点数 实存数量 实物数 盤點數量
 recounted yes_no 是否复盘 复盘 二次盘点 是否复核 复点
 cause cause 盈亏原因 差异原因说明 盘差原因 差异缘由 损溢原因
 note note2 盘点备注 说明 备註 摘要 其他说明
duty_shift
 store store 值班门店 当班门店 店铺 所属店 门店名
 day day_unique 值班日 排班日期 当班日期 上班日期 zbrq
 shift shift 班别 排班班次 早晚班 值班班次 Shift
 starts_at moment 上班 到岗时间 开始值班 值班开始 值班起
 ends_at moment_end 下班 离岗时间 值班结束 交班时间 值班止
 employee employee 当班人 值班员工 当班员工 值班人员 谁值班
 incidents note 异常情况 突发事件 异常记录 发生的事 突发情况
 handover note2 交班事项 交接内容 交班备注 移交事项 留给下一班
"""
