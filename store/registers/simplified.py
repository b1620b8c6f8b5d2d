"""What is written in traditional characters, as the words of a register are looked for."""

from __future__ import annotations

from typing import Final

_TRADITIONAL: Final = "稱時間來電訪話號碼舉報檢對類別單職務級問題內簡況處辦結轉編員黨領導組織潔紀違規嚴範圍屬關係聯繫絡徑線經實證顯機構鄉鎮縣區長會書記項點評體參與說寫應無現擬過進歸檔備註狀態據樣專風貪賄羣眾發錄復複見議選擇頁資訊郵網掛國監視詢談責負開"
_SIMPLIFIED: Final = "称时间来电访话号码举报检对类别单职务级问题内简况处办结转编员党领导组织洁纪违规严范围属关系联系络径线经实证显机构乡镇县区长会书记项点评体参与说写应无现拟过进归档备注状态据样专风贪贿群众发录复复见议选择页资讯邮网挂国监视询谈责负开"
_TABLE: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """`text` with the characters that words of a register are made of as they are written today.
    Names are kept as they are."""
    return text if text.isascii() else text.translate(_TABLE)
