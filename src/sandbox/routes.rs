//! Every route of the sandbox: method, path, what it takes, and what answers it.

use serde_json::Value;

use super::params::Kind::{Any, Each, Integer, Keys, List, OneOf, Text, Texts};
use super::params::{Kind, Spec};
use super::refusal::Refusal;
use super::state::{Ask, State};

/// One operation of the API.
pub(super) struct Route {
    pub(super) method: &'static str,
    /// `*` stands for the id.
    path: &'static str,
    pub(super) spec: Spec,
    /// What `expand[]` may name.
    pub(super) expands: &'static [&'static str],
    pub(super) run: fn(&mut State, &Ask) -> Result<Value, Refusal>,
}

type Known = &'static [(&'static str, Kind)];

const PERMISSIONS: Kind = Each(&["balances", "ownership", "payment_method", "transactions"]);
const PREFETCH: Kind = Each(&["balances", "ownership", "transactions"]);
const WAYS: &[&str] = &["us_bank_account", "card", "link"];
const ADDRESS: Known =
    &[("line1", Text), ("line2", Text), ("city", Text), ("state", Text), ("postal_code", Text), ("country", Text)];
const WHOLE_ADDRESS: Known =
    &[("line1", Text), ("city", Text), ("state", Text), ("postal_code", Text), ("country", Text), ("line2", Text)];
const FILTERED: Known = &[("permissions", PERMISSIONS), ("prefetch", PREFETCH), ("filters", Any), ("return_url", Text)];
/// Checkout takes no filters.
const UNFILTERED: Known = &[("permissions", PERMISSIONS), ("prefetch", PREFETCH)];
const INTENT_OPTIONS: Kind = Keys(0, &[("us_bank_account", Keys(0, INTENT_BANK)), ("card", Any), ("link", Any)]);
const INTENT_BANK: Known = &[
    ("financial_connections", Keys(0, FILTERED)),
    ("mandate_options", Any),
    ("networks", Any),
    ("preferred_settlement_speed", Any),
    ("setup_future_usage", Any),
    ("verification_method", Any),
];
const CHECKOUT_OPTIONS: Kind = Keys(0, &[("us_bank_account", Keys(0, CHECKOUT_BANK)), ("card", Any), ("link", Any)]);
const CHECKOUT_BANK: Known = &[
    ("financial_connections", Keys(0, UNFILTERED)),
    ("setup_future_usage", Any),
    ("target_date", Any),
    ("verification_method", Any),
];
const SETTINGS: Kind = Keys(
    0,
    &[
        ("payment_method_options", Keys(0, &[("us_bank_account", Keys(0, SETTINGS_BANK)), ("card", Any)])),
        ("payment_method_types", Each(WAYS)),
        ("default_mandate", Any),
        ("save_default_payment_method", Any),
    ],
);
const SETTINGS_BANK: Known = &[("financial_connections", Keys(0, FILTERED)), ("verification_method", Any)];
const HOLDER: Kind = Keys(
    1,
    &[("type", OneOf(&["account", "customer"])), ("customer", Text), ("account", Text), ("customer_account", Text)],
);
const OWNERSHIP: &[&str] = &["ownership", "account_holder.customer"];
const CUSTOMER: &[&str] = &["customer"];
const ACCOUNTS: &[&str] = &["accounts.data.ownership"];
const INTENT: &[&str] = &["customer", "payment_method"];
const CHECKOUT: &[&str] =
    &["customer", "payment_intent", "payment_intent.payment_method", "setup_intent", "setup_intent.payment_method"];
const NO_PARAMS: Spec = Spec { required: 0, known: &[("expand", List)], also: "" };

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "POST",
        path: "/v1/customers",
        spec: Spec {
            required: 0,
            known: &[
                ("name", Text),
                ("email", Text),
                ("phone", Text),
                ("address", Keys(0, ADDRESS)),
                ("description", Text),
                ("metadata", Texts),
                ("balance", Integer),
                ("business_name", Text),
                ("individual_name", Text),
                ("expand", List),
            ],
            also: "cash_balance invoice_prefix invoice_settings next_invoice_sequence payment_method \
                   preferred_locales shipping source tax tax_exempt tax_id_data test_clock validate",
        },
        expands: &[],
        run: State::create_customer,
    },
    Route { method: "GET", path: "/v1/customers/*", spec: NO_PARAMS, expands: &[], run: State::retrieve_customer },
    Route {
        method: "POST",
        path: "/v1/financial_connections/sessions",
        spec: Spec {
            required: 2,
            known: &[
                ("account_holder", HOLDER),
                ("permissions", PERMISSIONS),
                ("prefetch", PREFETCH),
                ("filters", Any),
                ("limits", Keys(1, &[("accounts", Integer)])),
                ("manual_entry", Keys(0, &[("mode", OneOf(&["automatic", "disabled"]))])),
                ("return_url", Text),
                ("expand", List),
            ],
            also: "",
        },
        expands: ACCOUNTS,
        run: State::create_session,
    },
    Route {
        method: "GET",
        path: "/v1/financial_connections/sessions/*",
        spec: NO_PARAMS,
        expands: ACCOUNTS,
        run: State::retrieve_session,
    },
    Route {
        method: "POST",
        path: "/v1/setup_intents",
        spec: Spec {
            required: 0,
            known: &[
                ("customer", Text),
                ("payment_method_types", Each(WAYS)),
                ("allowed_payment_method_types", Each(WAYS)),
                ("payment_method_options", INTENT_OPTIONS),
                ("metadata", Texts),
                ("expand", List),
            ],
            also: "attach_to_self automatic_payment_methods confirm confirmation_token customer_account \
                   description excluded_payment_method_types flow_directions mandate_data on_behalf_of \
                   payment_method payment_method_configuration payment_method_data return_url single_use usage \
                   use_stripe_sdk",
        },
        expands: INTENT,
        run: State::create_setup_intent,
    },
    Route {
        method: "GET",
        path: "/v1/setup_intents/*",
        spec: INTENT_READ,
        expands: INTENT,
        run: State::retrieve_setup_intent,
    },
    Route {
        method: "POST",
        path: "/v1/payment_intents",
        spec: Spec {
            required: 2,
            known: &[
                ("amount", Integer),
                ("currency", Text),
                ("customer", Text),
                ("payment_method_types", Each(WAYS)),
                ("allowed_payment_method_types", Each(WAYS)),
                ("payment_method_options", INTENT_OPTIONS),
                ("metadata", Texts),
                ("expand", List),
            ],
            also: "amount_details application_fee_amount automatic_payment_methods capture_method confirm \
                   confirmation_method confirmation_token customer_account description error_on_requires_action \
                   excluded_payment_method_types hooks mandate mandate_data off_session on_behalf_of \
                   payment_details payment_method payment_method_configuration payment_method_data radar_options \
                   receipt_email return_url setup_future_usage shipping statement_descriptor \
                   statement_descriptor_suffix transfer_data transfer_group use_stripe_sdk",
        },
        expands: INTENT,
        run: State::create_payment_intent,
    },
    Route {
        method: "GET",
        path: "/v1/payment_intents/*",
        spec: INTENT_READ,
        expands: INTENT,
        run: State::retrieve_payment_intent,
    },
    Route {
        method: "POST",
        path: "/v1/checkout/sessions",
        spec: Spec {
            required: 0,
            known: &[
                ("customer", Text),
                ("mode", OneOf(&["payment", "setup", "subscription"])),
                ("success_url", Text),
                ("payment_method_types", Each(WAYS)),
                ("allowed_payment_method_types", Each(WAYS)),
                ("payment_method_options", CHECKOUT_OPTIONS),
                ("metadata", Texts),
                ("expand", List),
            ],
            also: "adaptive_pricing after_expiration allow_promotion_codes automatic_tax \
                   billing_address_collection branding_settings cancel_url client_reference_id consent_collection \
                   currency custom_fields custom_text customer_account customer_creation customer_email \
                   customer_update discounts excluded_payment_method_types expires_at integration_identifier \
                   invoice_creation line_items locale managed_payments name_collection optional_items \
                   origin_context payment_intent_data payment_method_collection payment_method_configuration \
                   payment_method_data permissions phone_number_collection redirect_on_completion return_url \
                   saved_payment_method_options setup_intent_data shipping_address_collection shipping_options \
                   submit_type subscription_data tax_id_collection ui_mode wallet_options",
        },
        expands: CHECKOUT,
        run: State::create_checkout,
    },
    Route {
        method: "GET",
        path: "/v1/checkout/sessions/*",
        spec: NO_PARAMS,
        expands: CHECKOUT,
        run: State::retrieve_checkout,
    },
    Route {
        method: "POST",
        path: "/v1/invoices",
        spec: Spec {
            required: 0,
            known: &[("customer", Text), ("payment_settings", SETTINGS), ("metadata", Texts), ("expand", List)],
            also: "account_tax_ids application_fee_amount auto_advance automatic_tax automatically_finalizes_at \
                   collection_method currency custom_fields customer_account days_until_due default_payment_method \
                   default_source default_tax_rates description discounts due_date effective_at footer \
                   from_invoice issuer number on_behalf_of pending_invoice_items_behavior rendering shipping_cost \
                   shipping_details statement_descriptor subscription transfer_data",
        },
        expands: CUSTOMER,
        run: State::create_invoice,
    },
    Route {
        method: "POST",
        path: "/v1/subscriptions",
        spec: Spec {
            required: 0,
            known: &[("customer", Text), ("payment_settings", SETTINGS), ("metadata", Texts), ("expand", List)],
            also: "add_invoice_items application_fee_percent automatic_tax backdate_start_date \
                   billing_cycle_anchor billing_cycle_anchor_config billing_mode billing_schedules \
                   billing_thresholds cancel_at cancel_at_period_end collection_method currency customer_account \
                   days_until_due default_payment_method default_source default_tax_rates description discounts \
                   invoice_settings items off_session on_behalf_of payment_behavior pending_invoice_item_interval \
                   proration_behavior transfer_data trial_end trial_from_plan trial_period_days trial_settings",
        },
        expands: CUSTOMER,
        run: State::create_subscription,
    },
    Route {
        method: "GET",
        path: "/v1/payment_methods/*",
        spec: NO_PARAMS,
        expands: CUSTOMER,
        run: State::retrieve_payment_method,
    },
    Route {
        method: "GET",
        path: "/v1/financial_connections/accounts",
        spec: Spec {
            required: 0,
            known: &[
                ("account_holder", Keys(0, &[("customer", Text), ("account", Text), ("customer_account", Text)])),
                ("session", Text),
                ("limit", Integer),
                ("starting_after", Text),
                ("ending_before", Text),
                ("expand", List),
            ],
            also: "",
        },
        expands: &["data.ownership", "data.account_holder.customer"],
        run: State::list_accounts,
    },
    Route {
        method: "GET",
        path: "/v1/financial_connections/accounts/*",
        spec: NO_PARAMS,
        expands: OWNERSHIP,
        run: State::retrieve_account,
    },
    Route {
        method: "GET",
        path: "/v1/financial_connections/accounts/*/owners",
        spec: Spec {
            required: 1,
            known: &[
                ("ownership", Text),
                ("limit", Integer),
                ("starting_after", Text),
                ("ending_before", Text),
                ("expand", List),
            ],
            also: "",
        },
        expands: &[],
        run: State::list_owners,
    },
    Route {
        method: "POST",
        path: "/v1/financial_connections/accounts/*/refresh",
        spec: Spec {
            required: 1,
            known: &[("features", Each(&["balance", "ownership", "transactions"])), ("expand", List)],
            also: "",
        },
        expands: OWNERSHIP,
        run: State::refresh_account,
    },
    Route {
        method: "POST",
        path: "/v1/financial_connections/accounts/*/subscribe",
        spec: SUBSCRIPTION,
        expands: OWNERSHIP,
        run: State::subscribe_account,
    },
    Route {
        method: "POST",
        path: "/v1/financial_connections/accounts/*/unsubscribe",
        spec: SUBSCRIPTION,
        expands: OWNERSHIP,
        run: State::unsubscribe_account,
    },
    Route {
        method: "POST",
        path: "/v1/financial_connections/accounts/*/disconnect",
        spec: NO_PARAMS,
        expands: OWNERSHIP,
        run: State::disconnect_account,
    },
    Route {
        method: "POST",
        path: "/v1/financial_connections/ownership_match",
        spec: Spec {
            required: 1,
            known: &[
                ("financial_connections_account", Text),
                ("customer", Text),
                ("type", OneOf(&["customer", "owner_information"])),
                (
                    "owner_information",
                    Keys(0, &[("name", Text), ("email", Text), ("phone", Text), ("address", Keys(5, WHOLE_ADDRESS))]),
                ),
                ("expand", List),
            ],
            also: "",
        },
        expands: &[],
        run: State::create_ownership_match,
    },
    Route {
        method: "POST",
        path: "/sandbox/trigger",
        spec: Spec { required: 2, known: &[("event", Text), ("account", Text), ("status", Text)], also: "" },
        expands: &[],
        run: State::trigger,
    },
];

const INTENT_READ: Spec = Spec { required: 0, known: &[("client_secret", Text), ("expand", List)], also: "" };
const SUBSCRIPTION: Spec =
    Spec { required: 1, known: &[("features", Each(&["transactions"])), ("expand", List)], also: "" };

/// Method and path of each, with `*` for an id.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    ROUTES.iter().map(|route| (route.method, route.path))
}

/// The route of a request, and the id in its path.
pub(super) fn find<'a>(method: &str, path: &'a str) -> Result<(&'static Route, &'a str), Refusal> {
    let fitting = ROUTES.iter().filter(|route| route.method == method);
    let mut found = fitting.filter_map(|route| id_in(route.path, path).map(|id| (route, id)));
    found.next().ok_or_else(|| Refusal::no_such_url(method, path))
}

/// What stands in the place of `*`; empty where there is none.
fn id_in<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    let (wanted, given) = (pattern.split('/'), path.split('/'));
    if wanted.clone().count() != given.clone().count() {
        return None;
    }
    let mut id = "";
    for (wanted, given) in wanted.zip(given) {
        if wanted == "*" {
            id = given;
        } else if wanted != given {
            return None;
        }
    }
    Some(id)
}
