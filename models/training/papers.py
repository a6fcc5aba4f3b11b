"""What a training leaves on paper: the list that is signed, and the certificate."""

from ..kit import Paper, PaperLines, Text
from .records import TrainingRecord
from .sessions import TrainingSession

PAPERS = (
    Paper(
        "attendance_sheet",
        TrainingSession,
        "培训签到表",
        "Attendance sheet",
        "no course kind held_on place store trainer outside_trainer",
        (PaperLines(TrainingRecord, "employee store attended score passed note", blank=20),),
        signs=(Text("讲师", "Trainer"), Text("负责人", "Organiser")),
    ),
    Paper(
        "training_certificate",
        TrainingRecord,
        "培训合格证书",
        "Certificate of training",
        "employee course held_on hours score certificate_no expires_on",
        words=(
            Text(
                "兹证明上述人员已完成本课程的培训，考核合格，特发此证。",
                "This is to certify that the person named above has completed the course and passed its test.",
            ),
        ),
        signs=(Text("讲师", "Trainer"), Text("发证单位（盖章）", "Issued by (seal)")),
        when={"passed": (True,)},
    ),
)
