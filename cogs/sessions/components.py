"""All that is pressed, chosen and filled in about sessions; it answers under messages of long ago, too."""

from cogs.sessions import (
    asking,
    console,
    faqs,
    my_questions,
    question_panel,
    queue_menu,
    similar_questions,
    voting,
)

BUTTONS_AND_MENUS = (
    asking.AskButton, similar_questions.VoteInsteadButton, similar_questions.SendAnywayButton,
    my_questions.MyQuestionsButton, my_questions.EditButton, my_questions.WithdrawButton,
    voting.QuestionListButton, voting.QuestionListPageButton, voting.VoteButton,
    console.AskNextButton, console.OrderSelect, console.LateButton, console.ExtendButton, console.EndButton,
    console.ConfirmEndButton, console.RelayButton,
    queue_menu.QueueSelect, queue_menu.MoreQuestionsButton, queue_menu.HeldQuestionsButton,
    question_panel.AskNowButton, question_panel.DeferButton, question_panel.ApproveButton,
    question_panel.PinButton, question_panel.DeclineButton, question_panel.MergeButton, question_panel.MergeSelect,
    faqs.MoreAnswersButton, faqs.FaqSelect,
)  # fmt: skip
FORMS = (asking.AskModal, my_questions.EditModal, console.RelayModal, question_panel.DeclineModal)
