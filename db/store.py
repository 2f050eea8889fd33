"""The store: one attribute a concept, over one connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from db.connection import Connection
from db.cursors import CursorStore
from db.digests import DigestStore
from db.label import LabelStore
from db.label_messages import LabelMessageStore
from db.outbox import OutboxStore
from db.question_outcomes import OutcomeStore
from db.questions import QuestionStore
from db.replies import ReplyStore
from db.servers import ServerStore
from db.session_answers import SessionAnswerStore
from db.session_figures import SessionFigureStore
from db.session_preferences import SessionPreferenceStore
from db.session_questions import SessionQuestionStore
from db.session_votes import SessionVoteStore
from db.sessions import SessionStore
from db.work_consents import WorkConsentStore
from db.work_copies import WorkCopyStore
from db.work_engagement import WorkEngagementStore
from db.work_settings import WorkSettingsStore
from db.work_showcases import WorkShowcaseStore
from db.works import WorkStore


class Store:
    """Everything that is kept."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.label_messages = LabelMessageStore(connection)
        self.cursors = CursorStore(connection)
        self.digests = DigestStore(connection)
        self.label = LabelStore(connection)
        self.outbox = OutboxStore(connection)
        self.outcomes = OutcomeStore(connection)
        self.questions = QuestionStore(connection)
        self.replies = ReplyStore(connection)
        self.servers = ServerStore(connection)
        self.session_answers = SessionAnswerStore(connection)
        self.session_figures = SessionFigureStore(connection)
        self.session_preferences = SessionPreferenceStore(connection)
        self.session_questions = SessionQuestionStore(connection)
        self.session_votes = SessionVoteStore(connection)
        self.sessions = SessionStore(connection)
        self.works = WorkStore(connection)
        self.work_consents = WorkConsentStore(connection)
        self.work_copies = WorkCopyStore(connection)
        self.work_engagement = WorkEngagementStore(connection)
        self.work_settings = WorkSettingsStore(connection)
        self.work_showcases = WorkShowcaseStore(connection)


@asynccontextmanager
async def open_store(path: Path) -> AsyncIterator[Store]:
    """Open the database file at `path` (made if absent, brought up to date) and close it afterwards.

    Raises:
        DatabaseInUse: another process has it open.
        NewerDatabase: a newer Stagedoor made it.
    """
    connection = await Connection.open(path)
    try:
        store = Store(connection)
        await store.servers.load()
        await store.questions.load()
        await store.sessions.load()
        await store.work_settings.load()
        yield store
    finally:
        await connection.close()
