from django.urls import path

from comments.rules import views

urlpatterns = [
    path("", views.rules, name="rules"),
    path("new/", views.new_rule, name="new_rule"),
    path("add/", views.add_rule, name="add_rule"),
    path("<int:rule_id>/", views.rule, name="rule"),
    path("<int:rule_id>/change/", views.change_rule, name="change_rule"),
    path("<int:rule_id>/remove/", views.remove_rule, name="remove_rule"),
    path("<int:rule_id>/import/", views.import_entries, name="import_entries"),
    path("<int:rule_id>/import/remove/", views.forget_import, name="forget_import"),
    path("<int:rule_id>/rehearsal/", views.rehearsal, name="rehearsal"),
    path("<int:rule_id>/on/", views.switch_rule_on, name="switch_rule_on"),
    path("<int:rule_id>/off/", views.switch_rule_off, name="switch_rule_off"),
    path("<int:rule_id>/acts/", views.acts, name="rule_acts"),
    path("<int:rule_id>/acts/judge/", views.judge_acts, name="judge_acts"),
    path("<int:rule_id>/acts/take-back/", views.take_back_acts, name="take_back_acts"),
]
