"""Words of holds."""


def up(migrator, db):
    # Every store sees a hold, and not every one the nonconformance: its number stays, the defect that we wrote after it goes.
    held = db.execute_sql(
        """SELECT h.id, n.no FROM batch_hold h JOIN nonconformance n ON n.no = h.reference
        WHERE h.reason = '不合格品 ' || n.no || '：' || n.defect"""
    ).fetchall()
    for id, no in held:
        db.execute_sql(f"UPDATE batch_hold SET reason = {db.param} WHERE id = {db.param}", (f"不合格品 {no}", id))
