"""The department's duties, clause by clause, and what of the app serves each: record types, actions, figures, pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """One clause in short; names are separated by spaces."""

    words: str
    records: str
    actions: str = ""
    figures: str = ""
    pages: str = ""


# The clauses as the duty sheet numbers them: none may be missing below.
CLAUSES = (
    ["一", "二.1", "二.2"]
    + [f"三.{n}" for n in range(1, 13)]
    + [f"{post}.{n}" for post, last in ((1, 12), (2, 9), (3, 10), (4, 8), (5, 9), (6, 14)) for n in range(1, last + 1)]
)

DUTIES = {
    "一": Duty(
        "standardised, detailed, timely, cooperative, renewing",
        "policy policy_reading work_item meeting_minute meeting_action",
        "policy_issue revise_policy read_policy",
        "policies_read tasks_overdue",
        "/todo /a/department",
    ),
    "二.1": Duty(
        "run the chain once goods arrive",
        "incoming_check stock_movement stock store_day delivery goods_order product_day receipt receipt_line",
        "receive_goods issue_goods transfer_stock incoming_check_accept delivery_stop_sign propose_lines keep_stock_here "
        "take_missing",
        "stock_in_value stock_out_value store_sales",
        "/a/stores",
    ),
    "二.2": Duty(
        "online orders and delivery, answering customers, complaints",
        "online_order after_sale complaint",
        "online_order_ship after_sale_close complaint_assign complaint_resolve",
        "online_late online_hours complaints_in_time",
        "/a/ecommerce",
    ),
    "三.1": Duty(
        "manage branch, own and franchise shops",
        "store franchisee store_day rectification",
        "franchisee_open rectification_verify",
        "store_sales store_like_for_like franchise_share stores_without_manager",
        "/a/stores /a/franchise",
    ),
    "三.2": Duty(
        "rules, workflows, standards",
        "policy policy_reading quality_standard checklist_item quiz quiz_question quiz_paper",
        "policy_submit policy_issue policy_retire read_policy quality_standard_adopt quiz_open",
        "policies_unread policies_read quiz_first_pass",
        "/a/department",
    ),
    "三.3": Duty(
        "targets, budget, rents",
        "sales_target day_target budget expense rent_schedule store_profit sale_day",
        "break_down plan_days count_profit expense_approve expense_pay sale_day_explain",
        "store_month_reached receipt_sales sale_days_differing store_year_reached department_budget_used department_expenses",
    ),
    "三.4": Duty(
        "judge tasks and franchisees, propose and solve",
        "work_item franchise_review franchise_case guidance",
        "work_item_verify work_item_reopen gather_review franchise_review_confirm",
        "tasks_closed franchise_reviews_good franchise_reviews_poor",
    ),
    "三.5": Duty(
        "coordinate departments and franchisees",
        "meeting_minute meeting_action work_item guidance absence department_request service_term",
        "meeting_action_finish work_item_start guidance_close department_request_accept department_request_confirm",
        "meeting_actions_overdue tasks_overdue franchise_guidance requests_in_time requests_rating",
        "/todo",
    ),
    "三.6": Duty(
        "support openings, advise, joining and leaving",
        "store_opening opening_task franchise_case case_step case_template guidance",
        "store_opening_allow opening_task_finish plan_case franchise_case_finish "
        "case_step_finish case_step_waive franchisee_sign franchisee_leave",
        "openings_under_way franchise_in_talks franchise_joined franchise_left franchise_contracts_ending franchise_late_steps",
        "/a/franchise",
    ),
    "三.7": Duty(
        "appraise work, check stores, analyse reports, staff, promotion results",
        "kpi_item kpi_review kpi_score store_visit promotion_result staff_move attention week_note week_page figure_target",
        "draw_up_appraisal kpi_review_publish store_visit_finish promotion_review attention_answer attention_close",
        "kpi_store_management store_qsc promotion_roi",
        "/weekly /a/department /a/stores",
    ),
    "三.8": Duty(
        "member growth, patrol service, complaints",
        "member recruit_target store_visit complaint",
        "complaint_close store_visit_start",
        "new_members recruiting_reached active_members complaints_received store_visits",
        "/analysis/members /a/service",
    ),
    "三.9": Duty(
        "promotions with market and competitor research",
        "promotion promotion_store promotion_product competitor_note market_survey coupon",
        "promotion_submit promotion_approve set_up_stores coupon_approve",
        "promotions_running promotion_uplift promotion_roi competitor_notes coupons_saved",
        "/a/promotions",
    ),
    "三.10": Duty(
        "training",
        "course course_requirement training_session training_record training_need quiz quiz_question quiz_paper",
        "training_session_finish reschedule quiz_open quiz_close",
        "training_sessions training_hours training_pass_rate training_lacking quiz_first_pass",
        "/training/matrix /a/training",
    ),
    "三.11": Duty(
        "logistics model and system",
        "warehouse stock delivery_route delivery vehicle driver",
        "plan_delivery transfer_stock stocktake_post",
        "delivery_on_time stock_turns delivery_cost_per_order",
        "/a/logistics",
    ),
    "三.12": Duty(
        "quality system",
        "quality_standard inspection_report corrective_action quality_audit recall recall_notice recall_call recall_balance",
        "inspection_report_check corrective_action_verify quality_audit_finish recall_notify recall_notice_done "
        "recall_call_reach renew_recall take_balance recall_close",
        "quality_pass_rate quality_actions_open",
        "/a/quality /trace",
    ),
    "1.1": Duty(
        "quality system",
        "policy quality_standard quality_plan safety_check system_element",
        "policy_issue quality_standard_adopt check_element",
        "quality_daily_checks policies_read",
    ),
    "1.2": Duty(
        "quality policy and standards",
        "policy quality_standard health_food_paper",
        "quality_standard_adopt quality_standard_retire health_food_paper_renew",
        "policies_unread",
    ),
    "1.3": Duty(
        "quality documents and forms",
        "policy policy_reading report_requirement",
        "policy_submit revise_policy read_policy",
        "policies_read",
    ),
    "1.4": Duty(
        "quality plan", "quality_plan", "quality_plan_start quality_plan_finish quality_plan_drop", "", "/todo"
    ),
    "1.5": Duty(
        "monitor and improve",
        "inspection_report inspection_item nonconformance corrective_action",
        "inspection_report_check nonconformance_judge corrective_action_finish",
        "quality_failed quality_actions_opened quality_actions_overdue",
    ),
    "1.6": Duty(
        "audits", "quality_audit audit_finding", "quality_audit_finish quality_audit_close", "quality_audit_score"
    ),
    "1.7": Duty(
        "improvement and prevention",
        "corrective_action",
        "corrective_action_start corrective_action_verify corrective_action_close corrective_action_reopen",
        "quality_actions_closed quality_days_to_close quality_repeats",
    ),
    "1.8": Duty(
        "quality training",
        "course training_session training_record course_requirement",
        "training_session_finish",
        "training_pass_rate training_expiring",
        "/training/matrix",
    ),
    "1.9": Duty(
        "control as ruled",
        "inspection_report report_requirement incoming_check batch_hold safety_check safety_line safety_point fire_device",
        "incoming_check_accept incoming_check_reject batch_hold_release judge_again "
        "gather_safety safety_check_finish safety_check_take_back fire_device_check",
        "quality_refused batches_held quality_daily_checks quality_reviews_in_time",
        "/todo",
    ),
    "1.10": Duty(
        "collect all reports, sum up, analyse",
        "inspection_report report_requirement",
        "inspection_report_receive inspection_report_withdraw",
        "quality_reports quality_reports_awaited quality_reports_expiring quality_pass_rate",
        "/a/quality",
    ),
    "1.11": Duty(
        "report problems to the manager",
        "nonconformance recall recall_notice",
        "nonconformance_contain stop_nonconforming recall_batch recall_notify",
        "quality_nonconformances quality_recalls",
        "/trace",
    ),
    "1.12": Duty(
        "help with quality complaints",
        "complaint corrective_action",
        "complaint_resolve corrective_action_start",
        "quality_complaints complaints_of_quality",
        "/trace",
    ),
    "2.1": Duty(
        "platforms and their rules, promoting shops",
        "online_shop platform_rule campaign",
        "platform_rule_finish campaign_start",
        "online_visitors",
    ),
    "2.2": Duty(
        "marketing tools",
        "campaign campaign_day shop_day bill_line",
        "campaign_start campaign_finish campaign_review",
        "online_ad_cost online_ad_return",
    ),
    "2.3": Duty("promotion channels", "campaign", "campaign_review", "online_ad_return online_new_buyers"),
    "2.4": Duty(
        "follow rules, market and competitors; plan, sell, ship, after-sale",
        "platform_rule competitor_note promotion online_order online_order_line after_sale shop_violation",
        "online_order_pay online_order_ship take_order online_order_receive after_sale_inspect after_sale_close shop_violation_appeal",
        "online_orders online_in_time online_after_sales_late online_violations competitor_notes",
    ),
    "2.5": Duty(
        "watch daily: marketing, trade, customers, ranks; standard procedures",
        "shop_day policy",
        "",
        "online_sales online_conversion online_average online_refund_rate online_score online_rank",
        "/a/ecommerce",
    ),
    "2.6": Duty(
        "product pages",
        "listing banned_word sku_mapping",
        "listing_submit listing_approve listing_publish listing_withdraw",
        "online_below_floor online_unmapped",
    ),
    "2.7": Duty(
        "coordinate",
        "work_item meeting_action department_request service_term",
        "work_item_start work_item_finish department_request_accept department_request_finish",
        "tasks_overdue requests_accepted requests_in_time",
        "/todo",
    ),
    "2.8": Duty(
        "outside partners and projects",
        "partner partner_project partner_milestone",
        "partner_project_start partner_project_finish partner_project_drop partner_milestone_finish partner_milestone_drop",
        "",
        "/todo",
    ),
    "2.9": Duty(
        "promotion plans",
        "campaign promotion promotion_task",
        "campaign_review promotion_task_done",
        "promotion_tasks_done promotion_budget_used",
    ),
    "3.1": Duty("rules and flows", "policy policy_reading quiz", "policy_issue read_policy quiz_open", "policies_read"),
    "3.2": Duty(
        "in and out, safe stock",
        "stock stock_movement near_expiry_rule batch_hold",
        "receive_goods issue_goods transfer_stock scrap_stock reverse_movement",
        "stock_in_qty stock_out_qty stock_value stock_expiring_value",
    ),
    "3.3": Duty(
        "safety, 5S, fire, storage",
        "warehouse_check climate_reading fire_device",
        "warehouse_check_done warehouse_check_verify warehouse_check_reopen fire_device_check fire_device_fault",
        "warehouse_checks_failed climate_alarms",
    ),
    "3.4": Duty(
        "accounts and stocktakes",
        "stock_movement stocktake stocktake_line",
        "stocktake_start stocktake_submit stocktake_recount stocktake_post",
        "stocktake_difference_rate stocktake_lines_off",
    ),
    "3.5": Duty(
        "routes and their improvement",
        "delivery_route route_stop stop_place",
        "plan_delivery",
        "delivery_cost_per_km delivery_on_time",
    ),
    "3.6": Duty(
        "vehicles and people by order plan",
        "delivery delivery_stop goods_order goods_order_line goods_pick goods_difference replenish_rule",
        "goods_order_submit goods_order_approve goods_order_pick load_orders goods_order_sign goods_difference_settle "
        "plan_delivery delivery_load delivery_leave delivery_finish",
        "delivery_trips delivery_in_full goods_fill_rate goods_differences goods_days_of_cover",
    ),
    "3.7": Duty("vehicle and driver files", "vehicle driver", "delivery_load", "", "/todo"),
    "3.8": Duty(
        "cost",
        "logistics_cost delivery",
        "delivery_finish",
        "logistics_costs delivery_cost_per_order delivery_cost_per_box",
    ),
    "3.9": Duty(
        "coordination and appraisal",
        "work_item kpi_review kpi_score",
        "work_item_verify draw_up_appraisal kpi_review_publish",
        "kpi_logistics tasks_in_time",
    ),
    "3.10": Duty(
        "indicators of the post",
        "kpi_item kpi_review kpi_score",
        "draw_up_appraisal kpi_review_publish kpi_review_sign kpi_review_appeal",
        "kpi_logistics",
    ),
    "4.1": Duty(
        "develop institutions and group buyers, meet targets",
        "key_account account_contact opportunity sales_target",
        "key_account_contact key_account_negotiate key_account_win opportunity_win",
        "key_account_new key_account_pipeline key_account_amount",
        "/a/key_accounts",
    ),
    "4.2": Duty(
        "find them among retail customers",
        "account_suggestion key_account member",
        "convert_member account_suggestion_dismiss",
        "key_account_converted",
    ),
    "4.3": Duty(
        "direct sales of chosen products",
        "group_order group_order_line group_invoice",
        "group_order_confirm group_order_deliver group_order_settle group_invoice_issue group_invoice_take_back",
        "key_account_orders key_account_margin",
    ),
    "4.4": Duty("bundles", "bundle bundle_line", "group_order_confirm", "key_account_orders"),
    "4.5": Duty(
        "regular visits",
        "visit",
        "visit_do visit_miss visit_move",
        "key_account_visits key_account_visits_due key_account_visit_rate",
        "/todo",
    ),
    "4.6": Duty(
        "group-buying policy",
        "group_policy group_order",
        "group_policy_activate group_policy_end group_order_submit group_order_approve",
        "key_account_margin",
    ),
    "4.7": Duty(
        "enter data and keep it safe",
        "key_account account_contact",
        "hand_over merge_accounts",
        "key_account_silent",
        "/history",
    ),
    "4.8": Duty(
        "manage the team",
        "kpi_review kpi_score staff_move seller_score commission_result",
        "kpi_review_publish hand_over count_score take_scores",
        "kpi_key_accounts",
    ),
    "5.1": Duty(
        "plan of member and service work",
        "member_plan recruit_target gift_budget member_activity work_item",
        "count_plan member_plan_approve member_plan_revise member_activity_open work_item_start",
        "recruiting_reached new_members member_sales activities_held",
    ),
    "5.2": Duty(
        "rules, staff, indicators",
        "policy training_session kpi_item kpi_review kpi_score",
        "policy_issue training_session_finish draw_up_appraisal kpi_review_publish",
        "kpi_members_service training_hours",
        "/training/matrix",
    ),
    "5.3": Duty(
        "major complaints, important customers",
        "complaint member key_account",
        "complaint_assign complaint_wait complaint_call_back complaint_close approve_compensation",
        "complaints_open complaints_in_time complaints_mean_hours",
    ),
    "5.4": Duty(
        "coordinate",
        "complaint work_item corrective_action meeting_action department_request",
        "complaint_assign work_item_finish department_request_send_back department_request_confirm",
        "complaints_reopened requests_in_time",
        "/todo",
    ),
    "5.5": Duty(
        "member system: tiers, rights, data, analysis, states, communication, files",
        "member member_tier tier_benefit tier_move member_follow_up purchase points_entry member_list member_call "
        "coupon member_coupon coupon_use",
        "adjust_points freeze thaw merge put_on_list choose_members member_list_start member_call_call member_list_end "
        "issue_coupons give_coupon void_coupon",
        "coupons_issued coupons_used active_members dormant_members repeat_rate member_sales average_spend member_calls member_calls_reached",
        "/analysis/members",
    ),
    "5.6": Duty(
        "recruiting and its targets", "recruit_target member", "", "new_members recruiting_reached", "/a/members"
    ),
    "5.7": Duty(
        "gifts: plan, rules, redemption, budget, cost per head",
        "gift gift_movement redemption gift_budget points_rule",
        "redeem request_gift issue cancel receive_gifts",
        "gifts_issued gifts_cost budget_used members_served cost_per_member points_outstanding",
    ),
    "5.8": Duty(
        "surveys, activities, benefits",
        "survey survey_question survey_response survey_answer member_activity activity_attendance tier_benefit",
        "survey_publish survey_finish member_activity_hold activity_attendance_arrive",
        "survey_responses survey_score survey_nps activities_held",
    ),
    "5.9": Duty(
        "consumption analysis and yearly plan",
        "purchase purchase_line member member_list product",
        "choose_members member_list_start member_list_end",
        "member_sales average_spend repeat_rate member_calls",
        "/analysis/members",
    ),
    "6.1": Duty(
        "new stores: team and plan",
        "store_opening opening_task opening_template opening_template_line",
        "opening_task_start",
        "openings_under_way",
    ),
    "6.2": Duty(
        "new stores: countdown",
        "store_opening opening_task",
        "store_opening_allow opening_task_finish",
        "opening_days_left opening_progress opening_tasks_overdue",
    ),
    "6.3": Duty(
        "new stores: goods and staff",
        "opening_task opening_item opening_template_item staff_move training_need",
        "opening_task_finish opening_item_ready opening_item_accept",
        "opening_progress",
        "/training/matrix",
    ),
    "6.4": Duty(
        "new stores: layout and display",
        "opening_task opening_template_line opening_item opening_template_item",
        "opening_task_finish opening_task_waive opening_item_ready",
        "opening_tasks_overdue",
    ),
    "6.5": Duty(
        "new stores: weekly meetings",
        "meeting_minute meeting_action",
        "meeting_action_finish meeting_action_drop",
        "meeting_actions_overdue",
    ),
    "6.6": Duty(
        "new stores: opening promotion and first week",
        "promotion store_opening store_day opening_day opening_item",
        "store_opening_open opening_day_fill store_opening_hand_over store_opening_sign store_opening_review promotion_approve",
        "store_sales promotions_starting",
    ),
    "6.7": Duty(
        "targets, commission, appraisal",
        "sales_target day_target commission_plan commission_step commission_result kpi_review",
        "break_down simulate_commission commission_result_approve commission_result_pay",
        "store_week_reached store_month_reached kpi_store_management",
    ),
    "6.8": Duty(
        "store visits and rectification",
        "store_visit visit_item rectification checklist_item",
        "store_visit_finish rectification_accept rectification_finish rectification_verify rectification_send_back",
        "store_visits store_qsc rectifications_in_time rectifications_overdue rectifications_repeated",
    ),
    "6.9": Duty(
        "duty and QSC",
        "duty_shift store_visit",
        "duty_shift_hand_over duty_shift_take_over",
        "duty_incidents store_qsc store_red_lines",
    ),
    "6.10": Duty(
        "promotion and rotation",
        "staff_move ladder_step candidate",
        "staff_move_submit staff_move_approve staff_move_reject propose_promotion",
        "stores_without_manager",
        "/todo",
    ),
    "6.11": Duty(
        "launches",
        "promotion promotion_store promotion_task",
        "promotion_submit promotion_task_check",
        "promotion_sales promotion_target_reached",
    ),
    "6.12": Duty(
        "train store managers",
        "course_requirement training_session training_record",
        "training_session_finish",
        "training_covered training_lacking",
        "/training/matrix",
    ),
    "6.13": Duty(
        "major complaints, quarterly market survey",
        "complaint market_survey market_price",
        "complaint_close complaint_reopen market_survey_finish",
        "complaints_open",
        "/a/stores",
    ),
    "6.14": Duty(
        "rules of the stores",
        "policy policy_reading quiz",
        "policy_issue revise_policy read_policy quiz_open",
        "policies_read",
    ),
}
