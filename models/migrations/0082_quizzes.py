"""Quizzes."""

from peewee import *


def up(migrator, db):
    class Policy(Model):
        class Meta:
            database = db
            table_name = "policy"

    class Course(Model):
        class Meta:
            database = db
            table_name = "course"

    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Quiz(Model):
        title = CharField(unique=True, max_length=80)
        policy_id = ForeignKeyField(Policy, column_name="policy_id", null=True, on_delete="RESTRICT")
        course_id = ForeignKeyField(Course, column_name="course_id", null=True, on_delete="RESTRICT")
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        pass_score = BigIntegerField()
        draw = BigIntegerField(null=True)
        questions = BigIntegerField()
        taken = BigIntegerField()
        passed = BigIntegerField()
        waiting = BigIntegerField()
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "quiz"

    db.create_tables([Quiz])

    class QuizPaper(Model):
        quiz_id = ForeignKeyField(Quiz, column_name="quiz_id", on_delete="RESTRICT")
        employee_id = ForeignKeyField(Employee, column_name="employee_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        due_on = DateField(null=True)
        tries = BigIntegerField()
        tries_today = BigIntegerField()
        first_score = BigIntegerField(null=True)
        first_on = DateField(index=True, null=True)
        first_passed = SmallIntegerField(null=True)
        score = BigIntegerField(null=True)
        wrong = CharField(null=True, max_length=200)
        answered_at = DateTimeField(null=True)
        drawn = CharField(null=True, max_length=400)
        token_hash = CharField(unique=True, null=True, max_length=64)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "quiz_paper"

    db.create_tables([QuizPaper])

    class QuizQuestion(Model):
        quiz_id = ForeignKeyField(Quiz, column_name="quiz_id", on_delete="RESTRICT")
        position = BigIntegerField(null=True)
        kind = CharField(max_length=30)
        wording = CharField(max_length=200)
        offered = TextField(null=True)
        answer = TextField(null=True)
        because = TextField(null=True)
        asked = BigIntegerField()
        correct = BigIntegerField()
        right_rate = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "quiz_question"
            indexes = ((("quiz_id", "wording"), True),)

    db.create_tables([QuizQuestion])
