"""What carries each duty out, as the post that has it: how far it goes, in a sentence, and the tests that do it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Carried:
    """mark: 3 better than what such a department uses, 2 does the job. goes: what makes it so, or what a 2 lacks."""

    mark: int
    goes: str
    tests: str


CARRIED = {
    "一": Carried(
        3,
        "every table is kept under a rule, with who, when and why; what is late is led to whoever can act",
        "models/test_piles.py::test_a_manager_has_his_own_and_nobodys_and_of_the_others_only_what_is_late "
        "models/test_department.py::test_a_task_is_done_with_a_result_and_verified_by_another",
    ),
    "二.1": Carried(
        3,
        "goods go from the proposal to the store's signature, and every sale takes them from one ledger",
        "browser/test_goods_week.py::test_a_week_of_goods_from_the_proposal_to_the_signature "
        "models/test_receipts.py::test_a_file_of_receipts_takes_what_expires_first_and_the_same_file_twice_changes_nothing",
    ),
    "二.2": Carried(
        3,
        "an online order takes its batch when it is sent, a complaint's clock runs until the customer was called back",
        "models/test_online_stock.py::test_what_is_sent_leaves_the_first_to_expire_and_an_undo_brings_it_back "
        "models/test_complaints.py::test_a_ticket_goes_its_way_and_every_move_is_kept",
    ),
    "三.1": Carried(
        3,
        "all of a store stands on one page: sales against target, profit, people, visits, goods, papers that run out",
        "models/test_overviews.py::test_a_store_s_day_week_month_and_year_stand_beside_target_and_the_year_before "
        "models/test_overviews.py::test_a_store_manager_reads_the_own_store_and_of_another_nothing "
        "exports/test_weekly_book.py::test_each_store_has_its_page_and_its_place_in_the_ranking "
        "models/test_store_profits.py::test_what_is_left_the_share_of_the_rent_and_break_even",
    ),
    "三.2": Carried(
        3,
        "a version counts as read once its quiz is passed, and the next version begins with its questions",
        "models/test_quizzes.py::test_who_must_read_a_policy_gets_its_quiz_and_passing_is_having_read "
        "models/test_quizzes.py::test_without_passing_nobody_has_read_it "
        "models/test_department.py::test_reading_is_noted_once_with_the_time_and_counted "
        "models/test_department.py::test_a_new_version_in_force_retires_the_former_and_its_open_readings",
    ),
    "三.3": Carried(
        3,
        "the year goes to stores and days by season, and rent, profit and break-even stand per store",
        "models/test_year_plan.py::test_the_company_s_year_goes_to_the_stores_by_what_they_sell "
        "models/test_store_profits.py::test_what_is_left_the_share_of_the_rent_and_break_even "
        "models/test_department.py::test_a_contract_that_begins_or_ends_within_a_month_costs_its_days_of_it",
    ),
    "三.4": Carried(
        3,
        "the week says in sentences what happened and why, from its figures",
        "exports/test_week_front.py::test_what_explains_the_sales_is_what_a_hand_works_out "
        "exports/test_week_front.py::test_the_manager_reads_it_in_either_language",
    ),
    "三.5": Carried(
        3,
        "departments ask each other for what is agreed on, with hours to answer and days to do it, and rate what came of it",
        "models/test_requests.py::test_a_request_goes_to_who_looks_after_it_with_its_times "
        "models/test_requests.py::test_it_is_accepted_done_confirmed_and_counted_in_the_week "
        "models/test_absences.py::test_the_absent_s_own_work_is_the_deputy_s_for_the_days "
        "models/test_department.py::test_a_task_reopened_counts_it_and_is_under_way_again",
    ),
    "三.6": Carried(
        3,
        "thirty days of disclosure, a gate for leaving, royalties by the month's sales",
        "models/test_franchise.py::test_a_contract_is_signed_thirty_days_after_disclosure_and_not_a_day_sooner "
        "models/test_franchise.py::test_leaving_waits_for_open_rectifications_receivables_and_stock",
    ),
    "三.7": Carried(
        3,
        "appraisals take their figures from closed weeks and months per post, store and person",
        "models/test_appraisals_taken.py::test_a_person_has_the_own_part_of_a_figure_counted_per_person "
        "models/test_store_visits.py::test_a_failed_red_line_fails_the_visit_whatever_its_score",
    ),
    "三.8": Carried(
        2,
        "recruiting against targets, visits and complaints by their time; a visit doesn't lead to a complaint by itself",
        "models/test_members.py::test_recruiting_counts_who_joined_in_the_month_and_store "
        "models/test_complaints.py::test_the_figures_of_the_week_count_complaints",
    ),
    "三.9": Carried(
        3,
        "uplift is held against ordinary days and the festival of last year, and coupons are in the cost",
        "models/test_promotions.py::test_two_weeks_after_show_whether_sales_were_only_pulled_forward "
        "models/test_promotions.py::test_over_a_festival_last_years_sales_of_it_are_what_would_have_been_sold "
        "models/test_coupons.py::test_it_comes_off_once_and_the_promotion_s_result_bears_the_cost",
    ),
    "三.10": Carried(
        3,
        "who lacks a course passes it by a quiz on the phone, without an account, and what many get wrong is counted",
        "models/test_quizzes.py::test_who_lacks_a_course_passes_it_by_quiz_without_a_session_of_its_own "
        "pages/test_quiz_page.py::test_a_failed_try_says_why_and_the_next_is_passed_once "
        "models/test_training.py::test_the_matrix_shows_who_lacks_what_and_each_store_manager_only_the_own_people",
    ),
    "三.11": Carried(
        3,
        "vans are loaded with what was picked, within hours, weight and boxes",
        "models/test_goods_moved.py::test_a_delivery_takes_no_more_than_its_vehicle_and_leaves_with_what_is_picked "
        "models/test_route_hours.py::test_no_round_is_longer_than_a_working_day_and_no_van_stands_idle",
    ),
    "三.12": Carried(
        3,
        "a failing report stops its batch in the same breath, and only the document that stopped it frees it",
        "models/test_holds.py::test_a_failing_report_holds_the_batch_in_the_same_breath_until_it_is_judged "
        "models/test_holds.py::test_no_edit_frees_it",
    ),
    "1.1": Carried(
        3,
        "a map of the system names every gap",
        "models/test_quality_map.py::test_each_gap_is_named_and_goes_as_it_is_filled",
    ),
    "1.2": Carried(
        3,
        "the standard in force on the sampling day decides",
        "models/test_quality_reports.py::test_the_standard_in_force_on_the_sampling_day_decides_not_the_one_of_today",
    ),
    "1.3": Carried(
        2,
        "documents in versions and papers of every record; forms that a policy names are attached, not filled in from it",
        "models/test_department.py::test_what_is_in_force_stands_and_is_revised_into_a_new_version "
        "pages/test_printing.py::test_every_paper_of_every_type_can_be_read_for_every_role_in_both_languages",
    ),
    "1.4": Carried(
        2,
        "plans with due and states; their progress is typed",
        "models/test_quality_actions.py::test_a_plan_that_is_finished_stands_at_a_hundred_per_cent",
    ),
    "1.5": Carried(
        3,
        "what fails is held, judged and followed by an action at once",
        "models/test_quality_reports.py::test_a_failing_item_fails_the_report_and_opens_all_that_must_follow_in_one_step",
    ),
    "1.6": Carried(
        2,
        "scores by weight, findings become actions; checklists of audits have no versions",
        "models/test_quality_actions.py::test_the_score_is_what_was_met_of_what_applied_by_weight "
        "models/test_quality_actions.py::test_every_finding_that_does_not_conform_opens_an_action_and_observations_do_not",
    ),
    "1.7": Carried(
        3,
        "an action has its owner by itself and is verified by another",
        "models/test_holds.py::test_the_action_of_a_failure_has_somebody_of_the_post_to_do_it_and_the_work_is_shared "
        "models/test_quality_actions.py::test_an_action_goes_from_open_to_closed_with_a_second_person_in_between",
    ),
    "1.8": Carried(
        2,
        "courses of quality stand in the matrix; their effect on visits isn't counted",
        "models/test_training.py::test_a_certificate_expires_first_soon_then_really",
    ),
    "1.9": Carried(
        3,
        "order 60 by day, week and month, each asked for and printed",
        "models/test_order_60.py::test_a_review_gathers_the_days_and_what_is_open "
        "models/test_order_60.py::test_it_is_finished_once_every_point_is_answered_and_the_result_follows",
    ),
    "1.10": Carried(
        2,
        "a batch waits for the report that is asked for, and suppliers are summed up; they are not written to by themselves",
        "models/test_recalls.py::test_a_batch_without_its_report_is_in_stock_but_does_not_go_out_until_the_report_is_valid",
    ),
    "1.11": Carried(
        3,
        "the manager hears in the same second, the recall reaches everybody and its file is for the authority",
        "browser/test_quality_day.py::test_a_recall_from_the_first_word_to_the_file_for_the_authority",
    ),
    "1.12": Carried(
        3,
        "product and batch are asked for and the action opens",
        "models/test_complaints.py::test_a_quality_complaint_opens_one_corrective_action",
    ),
    "2.1": Carried(
        3,
        "rules with owner and day and papers that run out, on calendars; campaigns follow their dates",
        "models/test_ecommerce.py::test_a_campaign_knows_its_cost_per_click_and_its_return_and_follows_its_dates",
    ),
    "2.2": Carried(
        3,
        "reports of the platforms' ads load as they are",
        "models/test_campaign_days.py::test_the_report_of_taobao_s_ads_is_the_campaign_s_sum "
        "models/test_campaign_days.py::test_the_report_of_douyin_s_ads_loads_with_its_words_and_units",
    ),
    "2.3": Carried(
        3,
        "campaigns by date with what came of them, and no forbidden word in them",
        "models/test_ecommerce.py::test_a_campaign_knows_its_cost_per_click_and_its_return_and_follows_its_dates",
    ),
    "2.4": Carried(
        3,
        "platforms' exports load as they are and take the first batch to expire",
        "exports/test_platform_exports.py::test_taobao_in_gbk_with_ids_as_formulas "
        "models/test_online_stock.py::test_a_batch_that_is_recalled_is_sent_to_nobody",
    ),
    "2.5": Carried(
        3,
        "the platform's report of the day loads with its words, and its rates follow",
        "exports/test_platform_exports.py::test_a_shop_s_day_comes_in_with_its_figures "
        "models/test_ecommerce.py::test_a_day_s_rates_follow_from_its_figures_and_there_is_one_row_a_day",
    ),
    "2.6": Carried(
        3,
        "several packs of one product, a floor price each, and forbidden words kept out",
        "exports/test_listing_packs.py::test_a_bottle_and_three_of_them_are_both_online "
        "models/test_ecommerce.py::test_forbidden_medical_claims_keep_a_listing_offline_whoever_approves",
    ),
    "2.7": Carried(
        3,
        "what others need of the online team, and it of them, has agreed times, an owner and a rating",
        "models/test_requests.py::test_only_those_who_are_asked_do_it_and_only_who_asked_confirms "
        "models/test_department.py::test_a_task_needs_an_owner_to_start_and_is_finished_not_left_at_a_hundred",
    ),
    "2.8": Carried(
        3,
        "projects are done once their milestones are, and cost what they cost",
        "models/test_campaign_days.py::test_a_project_is_done_once_its_milestones_are_and_costs_what_they_cost",
    ),
    "2.9": Carried(
        3,
        "a campaign's plan stands beside its result, a promotion's tasks beside their proof",
        "models/test_promotions.py::test_a_store_proves_by_photo_and_somebody_else_checks "
        "models/test_promotions.py::test_roi_is_what_the_extra_gross_profit_leaves_after_the_cost",
    ),
    "3.1": Carried(
        3,
        "rules in versions, read by whom they concern and tested by a quiz",
        "models/test_quizzes.py::test_without_passing_nobody_has_read_it "
        "models/test_department.py::test_everybody_in_the_posts_it_names_is_asked_to_read_it",
    ),
    "3.2": Carried(
        2,
        "bought in by an accepted check alone, out by first expiry, picked by a list; nothing is ordered from suppliers here",
        "models/test_goods_moved.py::test_the_first_batches_to_expire_are_picked_and_what_is_short_is_said "
        "models/test_holds.py::test_goods_of_a_supplier_whose_paper_ran_out_come_in_by_no_door",
    ),
    "3.3": Carried(
        3,
        "fire equipment is looked at in turn, checks and climate have limits",
        "models/test_order_60.py::test_fire_equipment_is_looked_at_in_turn_and_a_fault_is_settled "
        "models/test_stocktakes.py::test_a_reading_out_of_range_is_told_at_once_and_opens_one_check",
    ),
    "3.4": Carried(
        3,
        "frozen, counted by two, blind where it is to be, posted once, and what it has seen is taken no second time",
        "models/test_stocktakes.py::test_what_moves_while_people_count_is_not_counted_as_a_difference "
        "models/test_stocktakes.py::test_who_counts_blind_learns_what_the_book_says_by_handing_in "
        "models/test_receipts.py::test_what_was_sold_before_a_count_and_comes_later_is_not_taken_a_second_time",
    ),
    "3.5": Carried(
        3,
        "suggestions keep to hours of stores and drivers and are taken back as one",
        "models/test_route_hours.py::test_a_store_is_reached_while_it_takes_goods "
        "models/test_deliveries.py::test_a_crossing_round_is_suggested_shorter_and_taken_over_as_one_batch_that_can_be_undone",
    ),
    "3.6": Carried(
        3,
        "orders make the load, the stop and the signature",
        "models/test_goods_moved.py::test_orders_make_the_stop_leave_with_the_delivery_and_sign_it "
        "models/test_goods_orders.py::test_a_proposal_is_what_was_worked_out_by_hand",
    ),
    "3.7": Carried(
        3,
        "what ran out keeps a vehicle or a driver at home",
        "models/test_deliveries.py::test_a_vehicle_with_an_expired_paper_can_t_be_assigned",
    ),
    "3.8": Carried(
        3,
        "per order, kilometre and box, and each store its share by boxes",
        "models/test_logistics_week.py::test_what_a_delivery_cost_is_shared_among_its_stores_by_their_boxes "
        "models/test_logistics_week.py::test_a_month_s_costs_are_shared_by_its_days",
    ),
    "3.9": Carried(
        2,
        "indicators take their figures; lines an hour are not known",
        "models/test_appraisals_taken.py::test_a_store_without_rows_has_none_and_a_post_has_the_company_s",
    ),
    "3.10": Carried(
        3,
        "each figure with target, owner and the rows behind",
        "models/test_logistics_week.py::test_every_figure_is_had_on_an_empty_database_and_names_its_rows "
        "models/test_goods_moved.py::test_the_week_tells_how_much_of_the_orders_came_and_how_long_the_stock_lasts",
    ),
    "4.1": Carried(
        3,
        "a funnel per seller, month by month, against the own target",
        "models/test_seller_scores.py::test_the_funnel_of_a_month_says_how_many_came_to_each_stage_and_what_is_under_way",
    ),
    "4.2": Carried(
        3,
        "large receipts are suggested and become accounts",
        "models/test_key_accounts.py::test_a_member_with_a_large_receipt_is_suggested_once_and_becomes_an_account",
    ),
    "4.3": Carried(
        3,
        "an order takes its batches, and a recall finds its customer; invoices and ageing",
        "models/test_key_accounts.py::test_a_recall_reaches_the_customer_by_the_order_and_tells_who_looks_after_it "
        "models/test_group_invoices.py::test_in_parts_it_never_comes_to_more_than_the_order",
    ),
    "4.4": Carried(
        3,
        "a bundle takes what is in it and knows its margin",
        "models/test_key_accounts.py::test_a_bundle_takes_what_is_in_it",
    ),
    "4.5": Carried(
        3,
        "the level says when, a day agreed on comes first",
        "models/test_key_accounts.py::test_a_day_agreed_on_comes_before_the_cadence_but_never_after_it",
    ),
    "4.6": Carried(
        2,
        "discount and margin after gifts need approval beyond the policy; by one band",
        "models/test_key_accounts.py::test_a_margin_too_thin_needs_approval_even_within_the_policy",
    ),
    "4.7": Carried(
        3,
        "a colleague meets the account nowhere",
        "models/test_key_accounts_seen.py::test_what_hangs_on_an_account_is_seen_by_its_owner_and_the_leaders_and_by_nobody_else "
        "browser/test_account_day.py::test_the_owner_works_on_the_account_and_a_colleague_meets_it_nowhere",
    ),
    "4.8": Carried(
        3,
        "scorecards rank sellers and their commission is reckoned by them",
        "models/test_seller_scores.py::test_sellers_are_paid_by_their_cards_and_by_nothing_typed",
    ),
    "5.1": Carried(
        3,
        "the year's plan by month with its actual figures, approved by another",
        "models/test_member_plan.py::test_a_month_s_actual_figures_stand_beside_its_targets "
        "models/test_member_plan.py::test_what_is_approved_stands_and_is_not_approved_by_whom_it_is_of",
    ),
    "5.2": Carried(
        2,
        "indicators from figures and training; tickets are not sampled for their quality",
        "models/test_department.py::test_indicators_are_taken_over_with_their_actual_value_from_the_weekly_figures",
    ),
    "5.3": Carried(
        3,
        "clock, escalation, bands of compensation, the regulator's days",
        "models/test_complaints.py::test_a_ticket_that_runs_late_is_told_at_half_at_eighty_and_past_its_time_each_once "
        "models/test_complaints.py::test_a_large_one_is_for_the_operations_manager",
    ),
    "5.4": Carried(
        3,
        "tickets go to whose they are, and what another department must do for a customer is asked by hours and confirmed",
        "models/test_requests.py::test_what_is_returned_for_want_of_something_begins_its_time_anew "
        "models/test_requests.py::test_what_was_not_done_well_is_under_way_again_with_its_day_as_agreed "
        "models/test_complaints.py::test_whoever_gets_a_ticket_hears_of_it",
    ),
    "5.5": Carried(
        3,
        "a segment becomes a list that is worked through and held against those left alone; coupons; rescue of tiers",
        "models/test_member_lists.py::test_a_list_is_started_worked_through_and_reckoned_against_the_control_group "
        "models/test_member_lists.py::test_who_is_about_to_lose_the_tier_is_chosen_for_rescue "
        "models/test_coupons.py::test_a_segment_gets_them_but_never_more_each_or_in_all_than_was_said",
    ),
    "5.6": Carried(
        3,
        "targets per store, and who brought most members this month",
        "models/test_week_members.py::test_who_brought_most_members_in_the_month_comes_first "
        "models/test_members.py::test_recruiting_follows_a_member_who_changes_store_or_joining_day_or_goes",
    ),
    "5.7": Carried(
        3,
        "points, stock and budget move together or not at all",
        "models/test_gifts.py::test_redeeming_moves_points_stock_and_budget_together "
        "models/test_gifts.py::test_too_small_a_company_budget_is_refused_with_how_much_and_nothing_moves",
    ),
    "5.8": Carried(
        2,
        "answers once a link, places and waiting lists, sales before and after; who comes is ticked, not scanned",
        "models/test_activities.py::test_what_those_who_came_bought_before_and_after_is_compared "
        "pages/test_survey_page.py::test_answers_are_kept_once",
    ),
    "5.9": Carried(
        3,
        "who runs out of a pack is due to buy again",
        "models/test_member_lists.py::test_who_runs_out_of_a_pack_is_due_to_buy_again "
        "models/test_segments.py::test_cohorts_tell_how_many_of_a_months_newcomers_bought_again",
    ),
    "6.1": Carried(
        2,
        "an opening copies its template and counts its people by position; its team has no chart",
        "models/test_openings.py::test_an_opening_copies_its_template_counted_back_on_working_days",
    ),
    "6.2": Carried(
        3,
        "working days and the Spring Festival are known, and the date moves what is open",
        "models/test_openings.py::test_tasks_of_an_opening_after_the_spring_festival_lie_before_or_after_it "
        "models/test_openings.py::test_moving_the_date_moves_what_is_not_done",
    ),
    "6.3": Carried(
        3,
        "first goods and staff are lists that must be ready",
        "models/test_opening_lists.py::test_a_store_without_what_it_must_have_is_not_ready_unless_somebody_answers_for_it",
    ),
    "6.4": Carried(
        3,
        "equipment and display are lists with pictures and days",
        "models/test_opening_lists.py::test_the_template_s_lists_come_with_their_days_and_move_with_the_opening",
    ),
    "6.5": Carried(
        3,
        "what is overdue leads the next agenda",
        "models/test_openings.py::test_a_meeting_on_an_opening_names_it_and_what_is_overdue_leads_the_next",
    ),
    "6.6": Carried(
        3,
        "seven days from what the store hands in, then handed over with a signature",
        "models/test_opening_lists.py::test_the_first_seven_days_take_their_sales_from_what_the_store_hands_in "
        "models/test_opening_lists.py::test_it_is_handed_over_once_all_is_done_signed_by_who_takes_it_and_reviewed_after_that",
    ),
    "6.7": Carried(
        3,
        "targets by season and day, commission frozen once another approved it",
        "models/test_year_plan.py::test_a_month_s_days_go_by_the_weekday_and_add_up_to_it "
        "models/test_store_sales.py::test_approved_commission_is_frozen",
    ),
    "6.8": Carried(
        3,
        "a round is a tap an item on the phone, with pictures",
        "pages/test_visit_page.py::test_a_number_a_remark_and_a_photo_stand_on_the_row_of_their_item "
        "models/test_store_visits.py::test_a_rectification_is_put_right_with_a_photo_and_verified_by_another",
    ),
    "6.9": Carried(
        3,
        "shifts have times, rests and a signed hand-over",
        "models/test_store_people.py::test_times_that_touch_are_no_overlap_and_times_that_cross_midnight_are "
        "models/test_store_people.py::test_handing_over_wants_the_three_checks_and_an_incident_becomes_a_rectification",
    ),
    "6.10": Carried(
        3,
        "a ladder says who may rise and what is lacking",
        "models/test_ladder.py::test_what_is_lacking_is_named_until_nothing_is "
        "models/test_ladder.py::test_who_is_ready_is_proposed_and_another_approves",
    ),
    "6.11": Carried(
        2,
        "tasks per store with proof and check; no pack of material",
        "models/test_promotions.py::test_every_store_gets_the_list_once",
    ),
    "6.12": Carried(
        3,
        "what a post requires is lacked at once, and the ladder asks for it",
        "models/test_training.py::test_a_required_course_is_lacked_at_once_by_everybody_in_the_post "
        "models/test_ladder.py::test_a_promotion_along_the_ladder_lacks_nothing",
    ),
    "6.13": Carried(
        3,
        "a survey each quarter with prices compared and pictures of them",
        "models/test_market_surveys.py::test_each_quarter_one_is_asked_for_and_only_one "
        "models/test_market_surveys.py::test_prices_are_compared_line_by_line_and_over_the_survey",
    ),
    "6.14": Carried(
        3,
        "rules of the stores reach the clerk's phone by a code and are tested there",
        "pages/test_quiz_page.py::test_the_text_comes_first_then_the_questions_and_nothing_says_what_is_right "
        "models/test_department.py::test_an_unread_policy_waits_for_its_reader",
    ),
}
