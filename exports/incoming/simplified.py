"""Traditional signs that tables of business are headed with, as simplified ones: 會員編號 and 会员编号 are called the same."""

_PAIRS = (
    "會会 員员 編编 號号 稱称 類类 級级 別别 門门 開开 關关 間间 積积 點点 餘余 額额 費费 備备 註注 動动 電电 話话 機机 單单 訂订 "
    "購购 買买 賣卖 銷销 貨货 價价 規规 條条 碼码 項项 數数 廠厂 聯联 絡络 繫系 營营 業业 執执 證证 許许 產产 報报 發发 負负 責责 "
    "處处 結结 務务 職职 隸隶 屬属 區区 縣县 鄉乡 鎮镇 樓楼 張张 訪访 談谈 紀纪 錄录 記记 後后 續续 總总 計计 時时 實实 際际 應应 "
    "態态 狀状 進进 達达 運运 輸输 車车 駕驾 駛驶 裝装 載载 險险 檢检 驗验 質质 標标 準准 倉仓 庫库 儲储 壓压 溫温 濕湿 補补 償偿 "
    "賠赔 訴诉 諮咨 詢询 議议 題题 說说 內内 詳详 細细 資资 訊讯 歷历 據据 圖图 檔档 畫画 簽签 約约 訓训 練练 講讲 師师 課课 場场 "
    "學学 績绩 評评 審审 辦办 國国 幣币 稅税 銀银 帳账 賬账 戶户 現现 貸贷 匯汇 轉转 變变 調调 撥拨 盤盘 虧亏 損损 減减 讓让 優优 "
    "贈赠 禮礼 換换 領领 獎奖 勵励 專专 櫃柜 鋪铺 舖铺 網网 寶宝 東东 貓猫 樣样 藥药 養养 參参 膠胶 廣广 島岛 灣湾 龍龙 與与 無无 "
    "為为 從从 來来 見见 親亲 長长 個个 兩两 雙双 萬万 億亿 歲岁 齡龄 婦妇 兒儿 壽寿 體体 顧顾 問问 薦荐 紹绍 創创 設设 維维 護护 "
    "繳缴 納纳 徵征 認认 確确 選选 擇择 擔担 當当 權权 衛卫 終终 線线 層层 組组 織织 團团 隊队 協协 遞递 郵邮 簡简 縮缩 圍围 環环 "
    "節节 氣气 熱热 淨净 離离 異异 邊边 種种 強强 監监 獨独 "
)
TO_SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}


def simplified(text: str) -> str:
    """The text in simplified signs, as far as headers need it."""
    return text if text.isascii() else text.translate(TO_SIMPLIFIED)
