from django.urls import path

from yimen.portals.desk import window, window_case
from yimen.portals.desk.views import correct, keeping, marks, papers, process, review, time, worklist

app_name = "desk"
urlpatterns = [
    path("desk/", worklist.worklist, name="worklist"),
    path("desk/next/", worklist.next_task, name="next"),
    path("desk/batch-accept/", worklist.batch_accept, name="batch-accept"),
    path("desk/batch-accept/report/", worklist.batch_report, name="batch-report"),
    path("desk/window/", window.start, name="window"),
    path("desk/window/enter/", window.begin, name="window-enter"),
    path("desk/window/take-over/", window.correct, name="window-take-over"),
    path("desk/window/<str:number>/", window_case.entry, name="window-case"),
    path("desk/window/<str:number>/hand-over/", window_case.give, name="window-hand-over"),
    path("desk/window/<str:number>/papers/<int:document>/", window_case.paper, name="window-paper"),
    path("desk/cases/<str:number>/", review.review, name="review"),
    path("desk/cases/<str:number>/claim/", review.take_up, name="claim"),
    path("desk/cases/<str:number>/release/", review.give_back, name="release"),
    path("desk/cases/<str:number>/again/", review.again, name="again"),
    path("desk/cases/<str:number>/correct/", correct.correct, name="correct"),
    path("desk/cases/<str:number>/mend/", correct.mend, name="mend"),
    path("desk/cases/<str:number>/clock/", time.clock, name="clock"),
    path("desk/cases/<str:number>/process/", process.process, name="process"),
    path("desk/cases/<str:number>/special/", time.open_special, name="special"),
    path("desk/cases/<str:number>/special/more/", time.tell_time, name="special-more"),
    path("desk/cases/<str:number>/special/close/", time.close_special, name="special-close"),
    path("desk/cases/<str:number>/joint-visit/", time.joint_visit, name="joint-visit"),
    path("desk/cases/<str:number>/keeping/", keeping.keeping, name="keeping"),
    path("desk/cases/<str:number>/extend/", time.lengthen, name="extend"),
    path("desk/cases/<str:number>/urge/", papers.reply_to_urge, name="urge"),
    path("desk/cases/<str:number>/revoke/", papers.revoke_certificate, name="revoke"),
    path("desk/cases/<str:number>/materials/<int:row>/", papers.material, name="material"),
    path("desk/cases/<str:number>/materials/<int:row>/marks/", marks.marks, name="marks"),
    path("desk/cases/<str:number>/materials/<int:row>/pages/<int:page>/", marks.page, name="page"),
    path("desk/cases/<str:number>/papers/<slug:kind>/", papers.paper, name="paper"),
    path("desk/processes/", process.processes, name="processes"),
    path("desk/processes/<slug:slug>/", process.process_figures, name="process-figures"),
    path("desk/processes/<slug:slug>/<int:version>/bpmn/", process.drawing, name="bpmn"),
]
