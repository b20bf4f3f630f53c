//! Every route of the sandbox: method, path, what it takes, and what answers it.

use serde_json::Value;

use super::params::Kind::{Any, Each, Integer, Keys, OneOf, Text};
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
const LIST: &[&str] = &["us_bank_account", "card", "link"];
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
        ("payment_method_types", Each(LIST)),
        ("default_mandate", Any),
        ("save_default_payment_method", Any),
    ],
);
const SETTINGS_BANK: Known = &[("financial_connections", Keys(0, FILTERED)), ("verification_method", Any)];
const HOLDER: Kind = Keys(
    1,
    &[("type", OneOf(&["account", "customer"])), ("customer", Text), ("account", Text), ("customer_account", Text)],
);
const OWNERSHIP: &[&str] = &["ownership"];
const CUSTOMER: &[&str] = &["customer"];
const ACCOUNTS: &[&str] = &["accounts.data.ownership"];
const INTENT: &[&str] = &["customer", "payment_method"];
const CHECKOUT: &[&str] =
    &["customer", "payment_intent", "payment_intent.payment_method", "setup_intent", "setup_intent.payment_method"];
const NO_PARAMS: Spec = Spec { required: 0, known: &[("expand", Any)] };

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
                ("metadata", Any),
                ("balance", Integer),
                ("business_name", Text),
                ("individual_name", Text),
                ("invoice_settings", Any),
                ("payment_method", Any),
                ("preferred_locales", Any),
                ("shipping", Any),
                ("source", Any),
                ("tax", Any),
                ("tax_exempt", Any),
                ("test_clock", Any),
                ("expand", Any),
            ],
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
                ("expand", Any),
            ],
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
                ("payment_method_types", Each(LIST)),
                ("payment_method_options", INTENT_OPTIONS),
                ("attach_to_self", Any),
                ("automatic_payment_methods", Any),
                ("confirm", Any),
                ("description", Any),
                ("flow_directions", Any),
                ("mandate_data", Any),
                ("metadata", Any),
                ("on_behalf_of", Any),
                ("payment_method", Any),
                ("payment_method_configuration", Any),
                ("payment_method_data", Any),
                ("return_url", Any),
                ("single_use", Any),
                ("usage", Any),
                ("use_stripe_sdk", Any),
                ("expand", Any),
            ],
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
                ("payment_method_types", Each(LIST)),
                ("payment_method_options", INTENT_OPTIONS),
                ("application_fee_amount", Any),
                ("automatic_payment_methods", Any),
                ("capture_method", Any),
                ("confirm", Any),
                ("confirmation_method", Any),
                ("description", Any),
                ("error_on_requires_action", Any),
                ("mandate", Any),
                ("mandate_data", Any),
                ("metadata", Any),
                ("off_session", Any),
                ("on_behalf_of", Any),
                ("payment_method", Any),
                ("payment_method_configuration", Any),
                ("payment_method_data", Any),
                ("receipt_email", Any),
                ("return_url", Any),
                ("setup_future_usage", Any),
                ("shipping", Any),
                ("statement_descriptor", Any),
                ("statement_descriptor_suffix", Any),
                ("transfer_data", Any),
                ("transfer_group", Any),
                ("use_stripe_sdk", Any),
                ("expand", Any),
            ],
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
                ("payment_method_types", Each(LIST)),
                ("payment_method_options", CHECKOUT_OPTIONS),
                ("line_items", Any),
                ("allow_promotion_codes", Any),
                ("automatic_tax", Any),
                ("billing_address_collection", Any),
                ("cancel_url", Any),
                ("client_reference_id", Any),
                ("currency", Any),
                ("customer_creation", Any),
                ("customer_email", Any),
                ("customer_update", Any),
                ("expires_at", Any),
                ("locale", Any),
                ("metadata", Any),
                ("payment_intent_data", Any),
                ("payment_method_collection", Any),
                ("return_url", Any),
                ("setup_intent_data", Any),
                ("submit_type", Any),
                ("subscription_data", Any),
                ("ui_mode", Any),
                ("expand", Any),
            ],
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
            known: &[
                ("customer", Text),
                ("payment_settings", SETTINGS),
                ("auto_advance", Any),
                ("automatic_tax", Any),
                ("collection_method", Any),
                ("currency", Any),
                ("days_until_due", Any),
                ("default_payment_method", Any),
                ("description", Any),
                ("due_date", Any),
                ("footer", Any),
                ("metadata", Any),
                ("pending_invoice_items_behavior", Any),
                ("statement_descriptor", Any),
                ("subscription", Any),
                ("expand", Any),
            ],
        },
        expands: CUSTOMER,
        run: State::create_invoice,
    },
    Route {
        method: "POST",
        path: "/v1/subscriptions",
        spec: Spec {
            required: 0,
            known: &[
                ("customer", Text),
                ("items", Any),
                ("payment_settings", SETTINGS),
                ("automatic_tax", Any),
                ("billing_cycle_anchor", Any),
                ("cancel_at_period_end", Any),
                ("collection_method", Any),
                ("currency", Any),
                ("days_until_due", Any),
                ("default_payment_method", Any),
                ("description", Any),
                ("metadata", Any),
                ("off_session", Any),
                ("payment_behavior", Any),
                ("trial_end", Any),
                ("trial_period_days", Any),
                ("trial_settings", Any),
                ("expand", Any),
            ],
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
                ("expand", Any),
            ],
        },
        expands: &["data.ownership"],
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
                ("expand", Any),
            ],
        },
        expands: &[],
        run: State::list_owners,
    },
    Route {
        method: "POST",
        path: "/v1/financial_connections/accounts/*/refresh",
        spec: Spec {
            required: 1,
            known: &[("features", Each(&["balance", "ownership", "transactions"])), ("expand", Any)],
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
                ("expand", Any),
            ],
        },
        expands: &[],
        run: State::create_ownership_match,
    },
    Route {
        method: "POST",
        path: "/sandbox/trigger",
        spec: Spec { required: 2, known: &[("event", Text), ("account", Text), ("status", Text)] },
        expands: &[],
        run: State::trigger,
    },
];

const INTENT_READ: Spec = Spec { required: 0, known: &[("client_secret", Text), ("expand", Any)] };
const SUBSCRIPTION: Spec = Spec { required: 1, known: &[("features", Each(&["transactions"])), ("expand", Any)] };

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
