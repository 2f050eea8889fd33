"""All that is pressed, chosen and filled in about sessions; it answers under messages of long ago, too."""

from cogs.sessions import (
    asking,
    console,
    faqs,
    my_questions,
    question_panel,
    queue_choice,
    similar_questions,
    voting,
)

BUTTONS_AND_MENUS = (
    asking.AskButton, similar_questions.VoteInsteadButton, similar_questions.SendAnywayButton,
    my_questions.MyQuestionsButton, my_questions.EditButton, my_questions.WithdrawButton,
    voting.QuestionListButton, voting.QuestionListPage, voting.VoteButton,
    console.AskNextButton, console.OrderChoice, console.LateButton, console.ExtendButton, console.EndButton,
    console.ConfirmEndButton, console.RelayButton,
    queue_choice.QueueChoice, queue_choice.MoreQuestions, queue_choice.HeldQuestions,
    question_panel.AskNowButton, question_panel.DeferButton, question_panel.ApproveButton,
    question_panel.PinButton, question_panel.DeclineButton, question_panel.MergeButton, question_panel.MergeChoice,
    faqs.MoreAnswers, faqs.FaqChoice,
)  # fmt: skip
FORMS = (asking.AskModal, my_questions.EditModal, console.RelayModal, question_panel.DeclineModal)
