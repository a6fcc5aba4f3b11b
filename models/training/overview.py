"""Cards on the page where all of a row is gathered: what the people of a store still have to learn; what a person learned."""

from ..kit import Overview, RowCard
from ..organization import Employee, Store
from .candidates import Candidate
from .records import TrainingNeed, TrainingRecord

LACKING = {"state": {"in": ["lacking", "expired", "expiring"]}}
OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "培训缺口",
                "Training due",
                62,
                6,
                TrainingNeed,
                "store",
                "employee course state due_on expires_on",
                where=LACKING,
                order="due_on",
                rows=8,
            ),
            RowCard(
                "后备人才",
                "Candidates",
                64,
                6,
                Candidate,
                "store",
                "employee step state score gaps mentor",
                order="gaps",
                quiet=True,
            ),
        ),
    ),
    Overview(
        Employee,
        (
            RowCard(
                "应训和证书",
                "Training and certificates",
                20,
                8,
                TrainingNeed,
                "employee",
                "course state due_on expires_on",
                order="due_on",
                rows=10,
            ),
            RowCard(
                "培训记录",
                "Training attended",
                30,
                6,
                TrainingRecord,
                "employee",
                "held_on course score passed certificate_no expires_on",
                order="-held_on",
            ),
            RowCard(
                "培养", "As a candidate", 35, 6, Candidate, "employee", "step state lacking score mentor", quiet=True
            ),
        ),
    ),
)
