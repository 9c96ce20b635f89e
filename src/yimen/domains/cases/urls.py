from django.urls import path

from yimen.domains.cases.views import check, correction, files, hub, materials, resumable, section

app_name = "cases"
urlpatterns = [
    path("apply/<str:number>/", hub.hub, name="hub"),
    path("apply/<str:number>/check/", check.check, name="check"),
    path("apply/<str:number>/materials/", materials.materials, name="materials"),
    path("apply/<str:number>/uploads/", resumable.begin, name="uploads"),
    path("apply/<str:number>/uploads/<str:code>/", resumable.upload, name="upload"),
    path("apply/<str:number>/correction/", correction.correction, name="correction"),
    path("apply/<str:number>/files/<int:row>/", files.file, name="file"),
    path("apply/<str:number>/files/<int:row>/pages/<int:page>/", files.page, name="page"),
    path("apply/<str:number>/blanks/<str:name>", files.blank, name="blank"),
    path("apply/<str:number>/<slug:section>/", section.section, name="section"),
]
