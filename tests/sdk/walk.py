#!/usr/bin/env python3
"""Walks Stripe's page on account ownership with Stripe's own SDK against `ownermatch sandbox`.

    python3 tests/sdk/walk.py [PATH_TO_OWNERMATCH | --install]

`--install` only installs the SDK. Prints a line for each step, then `N passed, M failed`; exits with 1 if a step failed.
"""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import venv
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, get_args, get_origin

PIN = "stripe==16.1.0"
ROOT = Path(__file__).resolve().parents[2]
BINARY = ROOT / "target" / "debug" / "ownermatch"
KEY = "sk_test_sandbox"
SECRET = "whsec_ownermatch_sandbox"
CONNECTED = "acct_1WalkOfTheSdk"
PREVIEW = "2026-01-28.preview; financial_connections_ownership_match_api_preview=v1"
MATCH_PATH = "/v1/financial_connections/ownership_match"
CREATED = "financial_connections.account.created"
REFRESHED = "financial_connections.account.refreshed_ownership"
DISCONNECTED = "financial_connections.account.disconnected"
DANIELLE = "danielle.okafor@icloud.com"

if __name__ == "__main__" and not os.environ.get("SDK_WALK_VENV"):
    stripe = None
else:
    import stripe


# --- What Stripe's objects look like -------------------------------------------------------------
# Required and nullable as in Stripe's OpenAPI document of 2026-07-29; the SDK's own declarations
# are held against this table in a step of its own.


@dataclass(frozen=True)
class Null:
    """May be null, or left out."""

    kind: Any


@dataclass(frozen=True)
class Left:
    """May be left out, and is never null."""

    kind: Any


@dataclass(frozen=True)
class Starts:
    """A text that starts so."""

    start: str


def list_of(kind):
    return {"object": {"list"}, "data": [kind], "has_more": bool, "url": str}


PERMISSIONS = {"balances", "ownership", "payment_method", "transactions"}
PREFETCH = {"balances", "ownership", "transactions"}
REFRESH = {
    "last_attempted_at": int,
    "next_refresh_available_at": Null(int),
    "status": {"failed", "pending", "succeeded"},
}
OWNER = {
    "id": Starts("fcaown_"),
    "object": {"financial_connections.account_owner"},
    "name": str,
    "ownership": Starts("fcaowns_"),
    "email": Null(str),
    "phone": Null(str),
    "raw_address": Null(str),
    "refreshed_at": Null(int),
}
OWNERSHIP = {
    "id": Starts("fcaowns_"),
    "object": {"financial_connections.account_ownership"},
    "created": int,
    "owners": list_of(OWNER),
}
HOLDER = {
    "type": {"account", "customer"},
    "account": Left(Starts("acct_")),
    "customer": Left(Starts("cus_")),
    "customer_account": Left(str),
}
ACCOUNT = {
    "id": Starts("fca_"),
    "object": {"financial_connections.account"},
    "account_holder": Null(HOLDER),
    "account_numbers": Null([dict]),
    "balance": Null(dict),
    "balance_refresh": Null(REFRESH),
    "category": {"cash", "credit", "investment", "other"},
    "created": int,
    "display_name": Null(str),
    "institution_name": str,
    "last4": Null(str),
    "livemode": bool,
    "ownership": Null((Starts("fcaowns_"), OWNERSHIP)),
    "ownership_refresh": Null(REFRESH),
    "permissions": Null([PERMISSIONS]),
    "status": {"active", "disconnected", "inactive"},
    "status_details": Left(dict),
    "subcategory": {"checking", "credit_card", "line_of_credit", "mortgage", "other", "savings"},
    "subscriptions": Null([{"transactions"}]),
    "supported_payment_method_types": [{"link", "us_bank_account"}],
    "transaction_refresh": Null({**REFRESH, "id": str}),
}
SESSION = {
    "id": Starts("fcsess_"),
    "object": {"financial_connections.session"},
    "account_holder": Null(HOLDER),
    "accounts": list_of(ACCOUNT),
    "bank_account_token": Left(dict),
    "client_secret": Null(str),
    "filters": Left(dict),
    "limits": Left({"accounts": int}),
    "livemode": bool,
    "manual_entry": Left({"mode": Left({"automatic", "disabled"})}),
    "permissions": [PERMISSIONS],
    "prefetch": Null([PREFETCH]),
    "return_url": Left(str),
}
EVENT = {
    "id": Starts("evt_"),
    "object": {"event"},
    "account": Left(Starts("acct_")),
    "api_version": Null(str),
    "context": Left(str),
    "created": int,
    "data": {"object": ACCOUNT, "previous_attributes": Left(dict)},
    "livemode": bool,
    "pending_webhooks": int,
    "request": Null({"id": Null(str), "idempotency_key": Null(str)}),
    "type": Starts("financial_connections.account."),
}
# Stripe leaves out what an error has no value for.
ERROR = {
    "type": {"api_error", "card_error", "idempotency_error", "invalid_request_error"},
    **{
        key: Left(str)
        for key in ("code", "doc_url", "message", "param", "request_log_url", "decline_code")
    },
}
ADDRESS = {
    **{key: str for key in ("city", "country", "line1", "postal_code", "state")},
    "line2": Null(str),
}
FIELD_RESULT = {"match_score": Null(int), "missing_data": Null(bool)}
FIELDS = ("name", "email", "phone", "address")
MATCH = {
    "id": Starts("fcom_"),
    "object": {"financial_connections.ownership_match"},
    "created": int,
    "customer": Null(Starts("cus_")),
    "financial_connections_account": Starts("fca_"),
    "owner_information": {**{key: Null(str) for key in FIELDS}, "address": Null(ADDRESS)},
    "ownership": Starts("fcaowns_"),
    "results": {key: Null(FIELD_RESULT) for key in FIELDS},
    "type": {"customer", "owner_information"},
}


def complaints(kind, value, at):
    """What is wrong with a value, each as one text."""
    if isinstance(kind, Null):
        return [] if value is None else complaints(kind.kind, value, at)
    if isinstance(kind, Left):
        return complaints(kind.kind, value, at)
    if isinstance(kind, tuple):
        return min((complaints(one, value, at) for one in kind), key=len)
    if isinstance(kind, dict):
        return shape_complaints(kind, value, at)
    if isinstance(kind, list):
        return list_complaints(kind[0], value, at)
    return [] if is_plain(kind, value) else [f"{at} is {value!r}"]


def is_plain(kind, value):
    if isinstance(kind, set):
        return value in kind
    if isinstance(kind, Starts):
        return isinstance(value, str) and value.startswith(kind.start)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def list_complaints(kind, value, at):
    if not isinstance(value, list):
        return [f"{at} is {value!r} and no list"]
    return [text for i, item in enumerate(value) for text in complaints(kind, item, f"{at}[{i}]")]


def shape_complaints(shape, value, at):
    if not isinstance(value, dict):
        return [f"{at} is {value!r} and no object"]
    found = [f"{at}.{key} is unknown to Stripe" for key in value.keys() - shape.keys()]
    for key, kind in shape.items():
        if key in value:
            found += complaints(kind, value[key], f"{at}.{key}")
        elif not isinstance(kind, (Null, Left)):
            found.append(f"{at}.{key} is missing")
    return sorted(found)


def declared(kind):
    """The SDK's fields of an object, and whether each may be null or left out."""
    hints = kind.__annotations__.items()
    fields = {name: hint for name, hint in hints if get_origin(hint) is not ClassVar}
    return {name: type(None) in get_args(hint) for name, hint in fields.items()}


# --- Saying what went otherwise ------------------------------------------------------------------


class Deviation(Exception):
    """The sandbox did not do what Stripe does."""


def expect(is_so, text):
    if not is_so:
        raise Deviation(text)


def same(what, got, wanted):
    expect(got == wanted, f"{what}: got {got!r}, expected {wanted!r}")


def fits(shape, value):
    """Holds an object of the SDK, or JSON, against the table; gives it back."""
    plain = value if isinstance(value, dict) else value.to_dict()
    found = complaints(shape, plain, "")
    expect(not found, "; ".join(found))
    return value


def refused(call, status=400, code=None, param=None, error_class="InvalidRequestError"):
    """Holds a refusal against what Stripe answers; None stands for whatever comes."""
    try:
        answer = call()
    except stripe.StripeError as error:
        same("class", type(error).__name__, error_class)
        expect(
            status in (None, error.http_status),
            f"status: got {error.http_status}, expected {status}",
        )
        # From the body: some of the SDK's classes, such as RateLimitError, drop the code.
        told = fits(ERROR, error.json_body["error"])
        for name, wanted in (("code", code), ("param", param)):
            if wanted is not None:
                same(name, told.get(name), wanted)
        expect((error.request_id or "").startswith("req_"), f"request id: {error.request_id!r}")
        parts = [error_class, str(error.http_status), told.get("code"), told.get("param")]
        return " ".join(filter(None, parts))
    raise Deviation(f"was not refused: {getattr(answer, 'id', answer)}")


def each(checks):
    """Makes every check, by name, and tells of all that deviate and not of the first alone."""
    found = []
    for name, check in checks.items():
        try:
            check()
        except Deviation as deviation:
            found.append(f"{name}: {deviation}")
    expect(not found, "; ".join(found))


def until(look, is_done, seconds=10):
    """Looks again and again until what it sees is as wanted; gives it back."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if is_done(seen):
            return seen
        expect(time.monotonic() < end, f"did not come in {seconds} s")
        time.sleep(0.05)


# --- The sandbox and the endpoint ----------------------------------------------------------------


class Hook(BaseHTTPRequestHandler):
    def __init__(self, endpoint, *args):
        self.endpoint = endpoint
        super().__init__(*args)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(self.endpoint.take(body, self.headers["stripe-signature"]))
        self.end_headers()

    def log_message(self, *_):
        pass


class Endpoint:
    """Takes webhooks on loopback; the next event of the type `refuses` gets status 500 once."""

    def __init__(self):
        self.deliveries = []
        self.refuses = None
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Hook, self))
        self.url = f"http://127.0.0.1:{server.server_port}/hook"
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def take(self, body, signature):
        """The status to answer with."""
        self.deliveries.append(SimpleNamespace(body=body, signature=signature))
        if json.loads(body)["type"] != self.refuses:
            return 200
        self.refuses = None
        return 500

    def about(self, kind, account):
        """The deliveries of a type about an account, each verified by the SDK."""
        events = [(one, verified(one)) for one in list(self.deliveries)]
        return [
            one for one, event in events if event.type == kind and event.data.object.id == account
        ]

    def wait_for(self, kind, account, count=1):
        return until(lambda: self.about(kind, account), lambda found: len(found) >= count)


def verified(delivery, secret=SECRET):
    return stripe.Webhook.construct_event(delivery.body, delivery.signature, secret)


class Sandbox:
    """A sandbox on a free port, which ends with `stop`."""

    def __init__(self, binary, endpoint, *options):
        command = [binary, "sandbox", "--port", "0", "--webhook-url", endpoint.url, *options]
        # Elsewhere than the caller's folder, whose ownermatch.toml would be read.
        self.process = subprocess.Popen(
            command, cwd=tempfile.gettempdir(), stdout=subprocess.PIPE, text=True
        )
        self.endpoint = endpoint
        self.base = self.read_base()
        self.client = self.new_client()
        self.api = self.client.v1
        self.accounts = self.api.financial_connections.accounts
        self.sessions = self.api.financial_connections.sessions

    def read_base(self):
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                return found[0]
        sys.exit("the sandbox did not start")

    def new_client(self, key=KEY, **options):
        addresses = {"api": self.base}
        options = {"max_network_retries": 0, **options}
        return stripe.StripeClient(key, base_addresses=addresses, **options)

    def stop(self):
        self.process.terminate()
        self.process.wait()


# --- Roads to an account -------------------------------------------------------------------------

BANK = {"payment_method_types": ["us_bank_account"]}


def bank_options(access):
    return {"us_bank_account": {"financial_connections": access}}


def settings(access):
    return {"payment_settings": {**BANK, "payment_method_options": bank_options(access)}}


def setup_intent(api, customer, access):
    params = {**BANK, "customer": customer, "payment_method_options": bank_options(access)}
    return api.setup_intents.create(params)


def payment_intent(api, customer, access):
    options = {**BANK, "payment_method_options": bank_options(access)}
    return api.payment_intents.create(
        {"amount": 20000, "currency": "usd", "customer": customer, **options}
    )


def session(api, customer, access):
    holder = {"type": "customer", "customer": customer}
    return api.financial_connections.sessions.create({"account_holder": holder, **access})


def checkout(api, customer, access, **more):
    options = {**BANK, "payment_method_options": bank_options(access)}
    return api.checkout.sessions.create({"customer": customer, **options, **more})


def checkout_payment(api, customer, access):
    price = {"currency": "usd", "product_data": {"name": "Rent"}, "unit_amount": 20000}
    items = [{"price_data": price, "quantity": 1}]
    url = "https://example.com/done"
    return checkout(api, customer, access, mode="payment", line_items=items, success_url=url)


def invoice(api, customer, access):
    return api.invoices.create({"customer": customer, **settings(access)})


def subscription(api, customer, access):
    items = [{"price": "price_1Walk"}]
    return api.subscriptions.create({"customer": customer, "items": items, **settings(access)})


ROADS = {
    "setup intent": setup_intent,
    "payment intent": payment_intent,
    "Financial Connections session": session,
    "Checkout session": checkout,
    "Checkout session for a payment": checkout_payment,
    "invoice": invoice,
    "subscription": subscription,
}
PAYMENT_PREFIX = "payment_method_options[us_bank_account][financial_connections]"
SETTINGS_PREFIX = f"payment_settings[{PAYMENT_PREFIX.replace('[', '][', 1)}"


def prefix(road):
    """Where a road keeps permissions and prefetch."""
    if road == "Financial Connections session":
        return ""
    return SETTINGS_PREFIX if road in ("invoice", "subscription") else PAYMENT_PREFIX


def param_name(road, name):
    start = prefix(road)
    return f"{start}[{name}]" if start else name


def new_customer(walk, **more):
    return walk.easy.api.customers.create({"email": DANIELLE, **more}).id


def linked(walk, customer, access):
    """The accounts that a new session links, newest first."""
    made = session(walk.easy.api, customer, access)
    return walk.easy.sessions.retrieve(made.id).accounts.data


def reached(walk, road, made):
    """The id of the account behind what a road made, on the road that a caller goes."""
    api = walk.easy.api
    if road == "Financial Connections session":
        return walk.easy.sessions.retrieve(made.id).accounts.data[0].id
    if road in ("invoice", "subscription"):
        params = {"account_holder": {"customer": made.customer}}
        return walk.easy.accounts.list(params).data[0].id
    intent = intent_of(api, made)
    method = api.payment_methods.retrieve(intent.payment_method)
    same("payment method's customer", method.customer, made.customer)
    return method.us_bank_account.financial_connections_account


def intent_of(api, made):
    """The intent behind a Checkout session, or the intent itself, as it stands now."""
    if made.object == "checkout.session":
        made = api.checkout.sessions.retrieve(made.id)
    payment = made.id if made.object == "payment_intent" else getattr(made, "payment_intent", None)
    if payment:
        return api.payment_intents.retrieve(payment)
    setup = made.id if made.object == "setup_intent" else made.setup_intent
    return api.setup_intents.retrieve(setup)


def refreshed(walk, account):
    """The account with its ownership, once no refresh is under way."""
    look = partial(walk.easy.accounts.retrieve, account, {"expand": ["ownership"]})
    return until(look, lambda seen: seen.ownership_refresh.status != "pending")


# --- Steps ---------------------------------------------------------------------------------------


def table_is_the_sdks(walk):
    """Optional fields of one version come and go in the next; required ones must agree."""
    room = stripe.financial_connections
    table = [
        (room.Account, ACCOUNT),
        (room.AccountOwner, OWNER),
        (room.AccountOwnership, OWNERSHIP),
        (room.Session, SESSION),
        (stripe.Event, EVENT),
    ]
    for kind, shape in table:
        required = {key for key, how in shape.items() if not isinstance(how, (Null, Left))}
        theirs = {key for key, is_optional in declared(kind).items() if not is_optional}
        same(f"required in {kind.__name__}", sorted(required), sorted(theirs))
    return f"{len(table)} objects of stripe-python {stripe.VERSION}"


def customer_with_email(walk):
    made = walk.easy.api.customers.create({"email": DANIELLE})
    same("email", made.email, DANIELLE)
    expect(made.last_response.request_id.startswith("req_"), "no Request-Id")
    walk.made["customer"] = made
    same("retrieved", walk.easy.api.customers.retrieve(made.id).to_dict(), made.to_dict())
    return made.id


def road_to_owners(road, walk):
    access = {"permissions": ["payment_method", "ownership"], "prefetch": ["ownership"]}
    walk.made[road] = ROADS[road](walk.easy.api, new_customer(walk), access)
    account = walk.easy.accounts.retrieve(reached(walk, road, walk.made[road]))
    same("permissions", sorted(account.permissions), ["ownership", "payment_method"])
    account = fits(ACCOUNT, refreshed(walk, account.id))
    same("refresh", account.ownership_refresh.status, "succeeded")
    return f"{walk.made[road].id} -> {account.id}, {account.ownership.owners.data[0].name}"


def permission_without_prefetch(road, walk):
    access = {"permissions": ["payment_method", "ownership"]}
    made = ROADS[road](walk.easy.api, new_customer(walk), access)
    account = walk.easy.accounts.retrieve(reached(walk, road, made))
    same("ownership_refresh", account.ownership_refresh, None)
    return f"{account.id}, ownership_refresh null"


def keys_of_the_sdk(name, walk):
    made = walk.made[name]
    fields, keys = declared(type(made)), made.to_dict()
    required = [key for key, is_optional in fields.items() if not is_optional]
    missing = [key for key in required if keys.get(key) is None]
    invented = sorted(keys.keys() - fields.keys())
    expect(not missing, f"{made.object}: missing or null {', '.join(missing)}")
    expect(not invented, f"{made.object}: not in the SDK {', '.join(invented)}")
    return f"{len(required)} required keys of {made.object}"


def payment_method_keys(walk):
    intent = intent_of(walk.easy.api, walk.made["setup intent"])
    method = walk.easy.api.payment_methods.retrieve(intent.payment_method)
    walk.made["payment method"] = method
    return keys_of_the_sdk("payment method", walk)


def session_object(walk):
    made = walk.made["Financial Connections session"]
    fits(SESSION, made)
    same("accounts before the user is done", made.accounts.data, [])
    same("prefetch", made.prefetch, ["ownership"])
    found = fits(SESSION, walk.easy.sessions.retrieve(made.id))
    return f"{found.id} with {len(found.accounts.data)} account"


def session_options(walk):
    customer = new_customer(walk, metadata={"sandbox_link": "joint,business"})
    more = {
        "limits": {"accounts": 1},
        "filters": {"account_subcategories": ["checking"]},
        "manual_entry": {"mode": "disabled"},
        "return_url": "https://example.com/",
    }
    made = session(walk.easy.api, customer, {"permissions": ["ownership"], **more})
    found = fits(SESSION, walk.easy.sessions.retrieve(made.id)).to_dict()
    checks = {key: partial(same, "session has", found.get(key), sent) for key, sent in more.items()}
    count = len(found["accounts"]["data"])
    each({**checks, "limits of 1": partial(same, "linked accounts", count, 1)})
    return "limits, filters, manual_entry and return_url as sent"


def intent_expands(walk):
    made = walk.made["setup intent"]
    expand = {"expand": ["payment_method", "customer"]}
    found = walk.easy.api.setup_intents.retrieve(made.id, expand)
    return f"{found.payment_method.us_bank_account.financial_connections_account}"


def creation_expands(walk):
    params = {**BANK, "customer": new_customer(walk), "expand": ["customer"]}
    made = walk.easy.api.setup_intents.create(params)
    expect(not isinstance(made.customer, str), f"customer is {made.customer!r}, not expanded")
    return f"{made.customer.id}"


def checkout_expands(walk):
    made = walk.made["Checkout session"]
    expand = {"expand": ["setup_intent.payment_method"]}
    found = walk.easy.api.checkout.sessions.retrieve(made.id, expand)
    intent = found.setup_intent
    expect(not isinstance(intent, str), f"setup_intent is {intent!r}, not expanded")
    return intent.payment_method.us_bank_account.financial_connections_account


def checkout_intent_has_customer(walk):
    made = walk.made["Checkout session"]
    same("setup intent's customer", intent_of(walk.easy.api, made).customer, made.customer)
    return made.customer


def session_expands(walk):
    made = walk.made["Financial Connections session"]
    expand = {"expand": ["accounts.data.ownership"]}
    account = walk.easy.sessions.retrieve(made.id, expand).accounts.data[0]
    expect(not isinstance(account.ownership, str), f"{account.ownership!r} is not expanded")
    return account.ownership.owners.data[0].name


def curl_spelling(walk):
    """The page's own curl: Basic with the key as user, lists as `[]`."""
    body = "&".join(
        [
            f"customer={new_customer(walk)}",
            "payment_method_types[]=us_bank_account",
            f"{PAYMENT_PREFIX}[prefetch][]=ownership",
            f"{PAYMENT_PREFIX}[permissions][]=payment_method",
            f"{PAYMENT_PREFIX}[permissions][]=ownership",
        ]
    )
    user = base64.b64encode(f"{KEY}:".encode()).decode()
    url = f"{walk.easy.base}/v1/setup_intents"
    request = urllib.request.Request(url, body.encode(), {"Authorization": f"Basic {user}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return json.load(answer)["id"]


# Refusals


def payment_permission_missing(road, walk):
    call = partial(ROADS[road], walk.easy.api, new_customer(walk), {"permissions": ["ownership"]})
    return refused(call, param=param_name(road, "permissions"))


def prefetch_beyond(road, walk):
    access = {"permissions": ["payment_method"], "prefetch": ["ownership"]}
    call = partial(ROADS[road], walk.easy.api, new_customer(walk), access)
    return refused(call, param=param_name(road, "prefetch"))


def unknown_parameter(walk):
    create = walk.easy.api.setup_intents.create
    access = {"permissions": ["payment_method"], "owners": ["all"]}
    nested = {"payment_method_options": bank_options(access)}
    refused(lambda: create(nested), code="parameter_unknown", param=f"{PAYMENT_PREFIX}[owners]")
    return refused(lambda: create({"flavor": "x"}), code="parameter_unknown", param="flavor")


def checkout_knows_no_filters(walk):
    access = {"permissions": ["payment_method"], "filters": {"account_subcategories": ["savings"]}}
    call = partial(checkout, walk.easy.api, new_customer(walk), access)
    return refused(call, code="parameter_unknown", param=f"{PAYMENT_PREFIX}[filters]")


def missing_parameter(walk):
    easy = walk.easy
    calls = {
        "amount": lambda: easy.api.payment_intents.create({"currency": "usd"}),
        "features": lambda: easy.accounts.refresh("fca_single", {}),
        "ownership": lambda: easy.accounts.owners.list("fca_single", {}),
        "account_holder[type]": lambda: easy.sessions.create(
            {"account_holder": {"customer": "cus_1"}, "permissions": ["ownership"]}
        ),
        "permissions": lambda: easy.sessions.create({"account_holder": {"type": "customer"}}),
    }
    return refused_each(calls, "parameter_missing")


def invalid_value(walk):
    easy = walk.easy
    call = partial(easy.accounts.list, {"limit": "ten"})
    refused(call, code="parameter_invalid_integer", param="limit")
    holder = {"account_holder": {"type": "bank"}, "permissions": ["ownership"]}
    refused(partial(easy.sessions.create, holder), param="account_holder[type]")
    call = partial(easy.accounts.subscribe, "fca_single", {"features": ["ownership"]})
    return f"{refused(call, param='features[0]')}: ownership cannot be subscribed"


def wrong_key(walk):
    told = []
    for key in ("nonsense", "sk_live_of_somebody"):
        call = partial(walk.easy.new_client(key).v1.customers.create, {})
        told.append(refused(call, status=401, error_class="AuthenticationError"))
    return told[-1]


def unknown_id(walk):
    easy = walk.easy
    calls = {
        "id": lambda: easy.api.customers.retrieve("cus_nobody"),
        "intent": lambda: easy.api.setup_intents.retrieve("seti_nobody"),
        "account": lambda: easy.accounts.retrieve("fca_nobody"),
        "session": lambda: easy.sessions.retrieve("fcsess_nobody"),
        "payment_method": lambda: easy.api.payment_methods.retrieve("pm_nobody"),
    }
    return refused_each(calls, "resource_missing", status=404)


def unknown_id_in_parameter(walk):
    """In a path it is status 404, in a parameter 400."""
    api = walk.easy.api
    access = {"permissions": ["payment_method"]}
    calls = {
        "customer": partial(setup_intent, api, "cus_nobody", access),
        "account_holder[customer]": partial(session, api, "cus_nobody", access),
    }
    return refused_each(calls, "resource_missing")


def unknown_cursor(walk):
    """Stripe does not tell the status for a query."""
    names = ("starting_after", "ending_before")
    calls = {name: partial(walk.easy.accounts.list, {name: "fca_nobody"}) for name in names}
    return refused_each(calls, "resource_missing", status=None)


def refused_each(calls, code, status=400):
    """Calls by the parameter that each is refused for."""
    check = partial(refused, status=status, code=code)
    each({param: partial(check, call, param=param) for param, call in calls.items()})
    return f"{code} for {', '.join(calls)}"


def exclusive_parameters(walk):
    customer = new_customer(walk)
    both = {"customer": customer, "account": CONNECTED}
    listed = partial(walk.easy.accounts.list, {"account_holder": both})
    refused(listed, code="parameters_exclusive")
    holder = {"type": "customer", **both}
    params = {"account_holder": holder, "permissions": ["ownership"]}
    return refused(partial(walk.easy.sessions.create, params), code="parameters_exclusive")


def unknown_expand(walk):
    easy, expand = walk.easy, {"expand": ["nonsense"]}
    customer = new_customer(walk)
    made = session(easy.api, customer, {"permissions": ["ownership"]}).id
    calls = {
        "account": lambda: easy.accounts.retrieve("fca_single", expand),
        "accounts": lambda: easy.accounts.list(expand),
        "customer": lambda: easy.api.customers.retrieve(customer, expand),
        "session": lambda: easy.sessions.retrieve(made, expand),
        "new customer": lambda: easy.api.customers.create(expand),
        "new setup intent": lambda: easy.api.setup_intents.create(expand),
    }
    each({name: partial(refused, call) for name, call in calls.items()})
    return f"refused for {', '.join(calls)}"


# Accounts


def connect_by_header(walk):
    easy, options = walk.easy, {"stripe_account": CONNECTED}
    customer = easy.api.customers.create({"email": DANIELLE}, options).id
    holder = {"type": "customer", "customer": customer}
    params = {"account_holder": holder, "permissions": ["ownership"]}
    made = easy.sessions.create(params, options)
    account = easy.sessions.retrieve(made.id, options=options).accounts.data[0].id
    refused(lambda: easy.accounts.retrieve(account), status=404, code="resource_missing")
    found = easy.accounts.retrieve(account, options=options)
    fits(ACCOUNT, found)
    event = verified(easy.endpoint.wait_for(CREATED, account)[0])
    same("event's account", event.account, CONNECTED)
    return f"{account}, seen by {CONNECTED} alone"


def connect_by_holder(walk):
    easy = walk.easy
    params = {
        "account_holder": {"type": "account", "account": CONNECTED},
        "permissions": ["ownership", "payment_method"],
        "prefetch": ["ownership"],
    }
    made = fits(SESSION, easy.sessions.create(params))
    account = easy.sessions.retrieve(made.id).accounts.data[0]
    same("holder", account.account_holder.to_dict(), {"type": "account", "account": CONNECTED})
    found = easy.accounts.list({"account_holder": {"account": CONNECTED}})
    same("list by holder", [one.id for one in found.data], [account.id])
    return f"{account.id} of {CONNECTED}"


def accounts_of_a_customer(walk):
    customer = new_customer(walk)
    account = linked(walk, customer, {"permissions": ["ownership"]})[0].id
    found = walk.easy.accounts.list({"account_holder": {"customer": customer}})
    fits(list_of(ACCOUNT), found)
    same("accounts", [one.id for one in found.data], [account])
    other = walk.easy.accounts.list({"account_holder": {"customer": new_customer(walk)}})
    same("another customer's accounts", other.data, [])
    return account


def accounts_paged(walk):
    easy = walk.easy
    customer = new_customer(walk, metadata={"sandbox_link": "joint,business,trust"})
    made = session(easy.api, customer, {"permissions": ["ownership"]})
    wanted = [one.id for one in easy.sessions.retrieve(made.id).accounts.data]
    same("accounts of the session", len(set(wanted)), 3)
    for by in ({"account_holder": {"customer": customer}}, {"session": made.id}):
        pages = easy.accounts.list({**by, "limit": 1})
        same("has_more of the first page", (len(pages.data), pages.has_more), (1, True))
        same(f"by {next(iter(by))}", [one.id for one in pages.auto_paging_iter()], wanted)
        before = easy.accounts.list({**by, "limit": 1, "ending_before": wanted[-1]})
        backwards = [one.id for one in before.auto_paging_iter()]
        same("backwards", backwards, wanted[-2::-1])
    return f"{len(wanted)} accounts, page by page, both ways"


def accounts_expanded(walk):
    found = walk.easy.accounts.list({"limit": 100, "expand": ["data.ownership"]})
    fits(list_of(ACCOUNT), found)
    single = next(one for one in found.auto_paging_iter() if one.id == "fca_single")
    return single.ownership.owners.data[0].name


def account_states(walk):
    told = []
    for name in account_names():
        account = fits(ACCOUNT, walk.easy.accounts.retrieve(f"fca_{name}"))
        told.append(f"{name} {account.status}")
    return ", ".join(told)


def fixtures():
    text = (ROOT / "data" / "sandbox" / "accounts.json").read_text(encoding="utf-8")
    return {account["name"]: account for account in json.loads(text)["accounts"]}


def account_names():
    return list(fixtures())


def account_with_owners(walk):
    plain = fits(ACCOUNT, walk.easy.accounts.retrieve("fca_joint"))
    expect(isinstance(plain.ownership, str), "ownership is expanded without being asked for")
    account = walk.easy.accounts.retrieve("fca_joint", {"expand": ["ownership"]})
    fits(ACCOUNT, account)
    same("ownership", account.ownership.id, plain.ownership)
    names = [owner.name for owner in account.ownership.owners.data]
    same("owners", names, [owner["name"] for owner in fixtures()["joint"]["owners"]])
    return ", ".join(names)


# Refreshes


def ask_refresh(sandbox, account, **options):
    params = {"features": ["ownership"]}
    return sandbox.accounts.refresh(account, params, options)


def refresh_succeeds(walk):
    return refresh_to_the_end(walk, "fca_fresh", "succeeded")


def refresh_fails(walk):
    return refresh_to_the_end(walk, "fca_failing", "failed")


def refresh_to_the_end(walk, account, end):
    before = walk.easy.accounts.retrieve(account)
    same("before", (before.ownership, before.ownership_refresh), (None, None))
    begun = fits(ACCOUNT, ask_refresh(walk.easy, account))
    same("begun", begun.ownership_refresh.status, "pending")
    same("next while pending", begun.ownership_refresh.next_refresh_available_at, None)
    after = fits(ACCOUNT, refreshed(walk, account))
    refresh = after.ownership_refresh
    same("after", refresh.status, end)
    same("ownership is there", after.ownership is not None, end == "succeeded")
    expect(refresh.next_refresh_available_at > refresh.last_attempted_at, "next before last")
    event = verified(walk.easy.endpoint.wait_for(REFRESHED, account)[0])
    same("event's refresh", event.data.object.ownership_refresh.to_dict(), refresh.to_dict())
    return f"null -> pending -> {end}, and its event"


def refresh_too_early(walk):
    before = walk.easy.accounts.retrieve("fca_single")
    after = ask_refresh(walk.easy, "fca_single")
    same("account", after.to_dict(), before.to_dict())
    return "the account as it stands"


def refresh_too_early_as_error(walk):
    return refused(partial(ask_refresh, walk.hard, "fca_single"))


def refresh_while_pending(walk):
    before = walk.easy.accounts.retrieve("fca_stuck").ownership_refresh
    same("next while pending", before.next_refresh_available_at, None)
    after = ask_refresh(walk.easy, "fca_stuck").ownership_refresh
    same("refresh", after.to_dict(), before.to_dict())
    return "pending as before"


def refresh_inactive(walk):
    account = walk.easy.accounts.retrieve("fca_inactive", {"expand": ["ownership"]})
    same("next", account.ownership_refresh.next_refresh_available_at, None)
    code = "financial_connections_account_inactive"
    told = refused(partial(ask_refresh, walk.easy, "fca_inactive"), code=code)
    return f"{told}; {account.ownership.owners.data[0].name} still readable"


def refresh_without_permission(walk):
    return refused(partial(ask_refresh, walk.easy, "fca_no_permission"))


def wanted_owners():
    return [owner["name"] for owner in fixtures()["pages"]["owners"]]


def owners_paged(walk):
    ownership = walk.easy.accounts.retrieve("fca_pages").ownership
    pages = walk.easy.accounts.owners.list("fca_pages", {"ownership": ownership})
    fits(list_of(OWNER), pages)
    expect(pages.has_more, "the first page is the whole")
    owners = [fits(OWNER, owner) for owner in pages.auto_paging_iter()]
    same("names", [owner.name for owner in owners], wanted_owners())
    same("distinct ids", len({owner.id for owner in owners}), 14)
    return f"{len(owners)} owners in the bank's order"


def owners_paged_from_account(walk):
    account = walk.easy.accounts.retrieve("fca_pages", {"expand": ["ownership"]})
    first = account.ownership.owners
    expect(first.has_more, "the first page is the whole")
    # No further: a page's own url has no `ownership`, in Stripe's reference too.
    names = [owner.name for page in (first, first.next_page()) for owner in page.data]
    same("names", names, wanted_owners()[: len(names)])
    return f"{len(first.data)} inside the account, {len(names) - len(first.data)} by its url"


def owners_of_an_old_ownership(walk):
    params = {"ownership": "fcaowns_nobody"}
    call = partial(walk.easy.accounts.owners.list, "fca_pages", params)
    return refused(call, status=None, code="resource_missing", param="ownership")


# Subscriptions and disconnect


def subscriptions(walk):
    access = {"permissions": ["ownership", "transactions"]}
    account = linked(walk, new_customer(walk), access)[0].id
    features = {"features": ["transactions"]}
    begun = fits(ACCOUNT, walk.easy.accounts.subscribe(account, features))
    same("subscribed", begun.subscriptions, ["transactions"])
    ended = fits(ACCOUNT, walk.easy.accounts.unsubscribe(account, features))
    same("unsubscribed", ended.subscriptions, [])
    return "transactions, then none"


def disconnect(walk):
    account = linked(walk, new_customer(walk), {"permissions": ["ownership"]})[0].id
    ended = fits(ACCOUNT, walk.easy.accounts.disconnect(account))
    same("status", ended.status, "disconnected")
    event = verified(walk.easy.endpoint.wait_for(DISCONNECTED, account)[0])
    same("event's status", event.data.object.status, "disconnected")
    return f"{account}, then {refused(partial(ask_refresh, walk.easy, account))}"


# Ownership Match


def ask_match(walk, **params):
    answer = walk.easy.client.raw_request("post", MATCH_PATH, stripe_version=PREVIEW, **params)
    return answer.data


def fits_match(match):
    fits(MATCH, match)
    same("keys", sorted(match), sorted(MATCH))
    same("keys of results", sorted(match["results"]), sorted(FIELDS))
    same("keys of owner_information", sorted(match["owner_information"]), sorted(FIELDS))
    results = [result for result in match["results"].values() if result]
    for result in results:
        same("keys of a result", sorted(result), sorted(FIELD_RESULT))
        is_missing = result["match_score"] is None
        same("missing_data", result["missing_data"], is_missing)
        expect(is_missing or 0 <= result["match_score"] <= 100, f"{result} out of bounds")
    return match


def match_scores(match):
    scores = {name: result and result["match_score"] for name, result in match["results"].items()}
    return ", ".join(f"{name} {score}" for name, score in sorted(scores.items()))


def match_of_information(walk):
    address = {
        "line1": "511 Tamarack Drive",
        "line2": "#4",
        "city": "Fresno",
        "state": "CA",
        "postal_code": "93704",
        "country": "US",
    }
    sent = {"name": "Danielle Okafor", "email": DANIELLE, "phone": "+1 559-397-3216"}
    sent = {**sent, "address": address}
    match = ask_match(walk, financial_connections_account="fca_single", owner_information=sent)
    fits_match(match)
    same("owner_information", match["owner_information"], sent)
    same("type and customer", (match["type"], match["customer"]), ("owner_information", None))
    same("account", match["financial_connections_account"], "fca_single")
    ownership = walk.easy.accounts.retrieve("fca_single").ownership
    same("ownership", match["ownership"], ownership)
    expect(all(match["results"].values()), "a field that was sent has no result")
    return match_scores(match)


def match_of_some_fields(walk):
    sent = {"name": "Desmond Fairweather", "email": "desmond@example.com"}
    account = "fca_missing_fields"
    match = ask_match(walk, financial_connections_account=account, owner_information=sent)
    results = fits_match(match)["results"]
    same("email that the bank lacks", results["email"], {"match_score": None, "missing_data": True})
    same("fields not sent", (results["phone"], results["address"]), (None, None))
    return match_scores(match)


def match_of_a_customer(walk):
    customer = new_customer(walk, name="Danielle Okafor")
    access = {"permissions": ["ownership"], "prefetch": ["ownership"]}
    account = linked(walk, customer, access)[0].id
    refreshed(walk, account)
    params = {"financial_connections_account": account, "customer": customer, "type": "customer"}
    match = fits_match(ask_match(walk, **params))
    same("type and customer", (match["type"], match["customer"]), ("customer", customer))
    same("name", match["owner_information"]["name"], "Danielle Okafor")
    return match_scores(match)


def match_refused(walk):
    address = {"line1": "1 Main St", "state": "CA", "postal_code": "93704", "country": "US"}
    account = {"financial_connections_account": "fca_single"}
    known = {"owner_information": {"name": "Danielle Okafor"}}
    partly = {**account, "owner_information": {"address": address}}
    param = "owner_information[address][city]"
    refused(partial(ask_match, walk, **partly), code="parameter_missing", param=param)
    refused(partial(ask_match, walk, **account))
    unread = {**known, "financial_connections_account": "fca_no_permission"}
    refused(partial(ask_match, walk, **unread))
    param = "financial_connections_account"
    return refused(partial(ask_match, walk, **known), code="parameter_missing", param=param)


def match_of_nobody(walk):
    param = "financial_connections_account"
    params = {param: "fca_nobody", "owner_information": {"name": "Danielle Okafor"}}
    return refused(partial(ask_match, walk, **params), code="resource_missing", param=param)


# Idempotency and retries


def same_key_same_answer(walk):
    create = walk.easy.api.customers.create
    options = {"idempotency_key": "walk-customer"}
    first = create({"email": DANIELLE}, options)
    again = create({"email": DANIELLE}, options)
    same("answer", again.to_dict(), first.to_dict())
    headers = again.last_response.headers
    same("Idempotent-Replayed", headers.get("Idempotent-Replayed"), "true")
    same("first answer's", first.last_response.headers.get("Idempotent-Replayed"), None)
    same("Idempotency-Key", headers.get("Idempotency-Key"), "walk-customer")
    return f"{first.id} twice"


def same_key_other_parameters(walk):
    options = {"idempotency_key": "walk-customer"}
    call = partial(walk.easy.api.customers.create, {"email": "other@example.com"}, options)
    return refused(call, error_class="IdempotencyError")


def invalid_request_keeps_no_key(walk):
    """Stripe keeps an answer only once the endpoint began, so a mended request may go again."""
    create, options = walk.easy.api.customers.create, {"idempotency_key": "walk-mended"}
    refused(lambda: create({"flavor": "x"}, options), code="parameter_unknown")
    return create({"email": DANIELLE}, options).id


def retries_make_one_refresh(walk):
    hard = walk.hard
    refused(partial(ask_refresh, hard, "fca_fresh"), status=500, error_class="APIError")
    client = hard.new_client(max_network_retries=2)
    params = {"features": ["ownership"]}
    begun = client.v1.financial_connections.accounts.refresh("fca_fresh", params)
    same("status", begun.ownership_refresh.status, "pending")
    deliveries = hard.endpoint.wait_for(REFRESHED, "fca_fresh")
    events = {verified(one).id for one in deliveries}
    same("refreshes", len(events), 1)
    return "500 without retries; with two of them one refresh"


def answer_lost_on_the_way(walk):
    """The refresh began, the answer was lost: the retry must not begin another."""
    client = walk.hard.new_client(max_network_retries=2)
    params = {"features": ["ownership"]}
    begun = client.v1.financial_connections.accounts.refresh("fca_stale", params)
    headers = begun.last_response.headers
    same("Idempotent-Replayed", headers.get("Idempotent-Replayed"), "true")
    return "replayed to the retry"


def rate_limited(walk):
    call = partial(walk.hard.api.customers.retrieve, "cus_any")
    return refused(call, status=429, code="rate_limit", error_class="RateLimitError")


# Webhooks


def webhooks_verify(walk):
    access = {"permissions": ["ownership"], "prefetch": ["ownership"]}
    account = linked(walk, new_customer(walk), access)[0].id
    endpoint = walk.easy.endpoint
    for kind in (CREATED, REFRESHED):
        delivery = endpoint.wait_for(kind, account)[0]
        event = fits(EVENT, verified(delivery))
        is_class = isinstance(event.data.object, stripe.financial_connections.Account)
        expect(is_class, f"data.object is a {type(event.data.object).__name__}")
        expect("account" not in event, "an event of the platform names an account")
    expect(isinstance(event.data.object.ownership, str), "ownership is expanded in the event")
    return f"{CREATED} and {REFRESHED}"


def webhooks_refused(walk):
    delivery = walk.easy.endpoint.deliveries[0]
    tampered = delivery.body.replace(b"fca_", b"fcb_")
    attempts = [
        lambda: verified(delivery, "whsec_other"),
        lambda: stripe.Webhook.construct_event(tampered, delivery.signature, SECRET),
    ]
    for attempt in attempts:
        try:
            attempt()
        except stripe.SignatureVerificationError:
            continue
        raise Deviation("a forged delivery was taken")
    return "another secret, another body"


def webhooks_distinct(walk):
    bodies = {}
    for delivery in list(walk.easy.endpoint.deliveries):
        event = verified(delivery)
        same(f"deliveries of {event.id}", bodies.setdefault(event.id, delivery.body), delivery.body)
    count = len(walk.easy.endpoint.deliveries)
    same("events delivered once", len(bodies), count)
    return f"{count} events, each with an id of its own, each delivered once"


def redelivered_after_500(walk):
    hard = walk.hard
    hard.endpoint.refuses = CREATED
    customer = hard.api.customers.create({"email": DANIELLE}).id
    made = session(hard.api, customer, {"permissions": ["ownership"]})
    account = hard.sessions.retrieve(made.id).accounts.data[0].id
    first, second = hard.endpoint.wait_for(CREATED, account, count=2)[:2]
    same("event", verified(second).id, verified(first).id)
    same("body", second.body, first.body)
    time.sleep(0.2)
    same("deliveries once taken", len(hard.endpoint.about(CREATED, account)), 2)
    return f"{verified(first).id} twice"


def road_steps(label, step, roads):
    return [(f"{road}: {label}", partial(step, road)) for road in roads]


PAYMENTS = [road for road in ROADS if road != "Financial Connections session"]
STEPS = [
    ("what the SDK declares is this script's table", table_is_the_sdks),
    ("customer with an email", customer_with_email),
    *road_steps("ownership asked for", permission_without_prefetch, ROADS),
    *road_steps("ownership prefetched", road_to_owners, ROADS),
    *road_steps("keys of the SDK", keys_of_the_sdk, ["customer", *ROADS]),
    ("payment method: keys of the SDK", payment_method_keys),
    ("Financial Connections session: object", session_object),
    ("Financial Connections session: limits and filters", session_options),
    ("Financial Connections session: expanded ownership", session_expands),
    ("setup intent: expanded payment method", intent_expands),
    ("setup intent: expanded on creation", creation_expands),
    ("Checkout session: expanded setup intent", checkout_expands),
    ("Checkout session: its intent's customer", checkout_intent_has_customer),
    ("the page's curl spelling", curl_spelling),
    *road_steps("refused without payment_method", payment_permission_missing, PAYMENTS),
    *road_steps("refused prefetch beyond permissions", prefetch_beyond, ROADS),
    ("refused unknown parameter", unknown_parameter),
    ("refused filters in Checkout", checkout_knows_no_filters),
    ("refused missing parameter", missing_parameter),
    ("refused invalid value", invalid_value),
    ("refused wrong key", wrong_key),
    ("refused unknown id", unknown_id),
    ("refused unknown id in a parameter", unknown_id_in_parameter),
    ("refused unknown cursor", unknown_cursor),
    ("refused exclusive parameters", exclusive_parameters),
    ("refused unknown expand", unknown_expand),
    ("Connect by header", connect_by_header),
    ("Connect by account holder", connect_by_holder),
    ("accounts of a customer", accounts_of_a_customer),
    ("accounts page by page", accounts_paged),
    ("accounts with owners", accounts_expanded),
    ("every built-in account", account_states),
    ("account with its owners", account_with_owners),
    ("refresh that succeeds", refresh_succeeds),
    ("refresh that fails", refresh_fails),
    ("refresh too early", refresh_too_early),
    ("refresh too early, as an error", refresh_too_early_as_error),
    ("refresh while one is under way", refresh_while_pending),
    ("refresh of an inactive account", refresh_inactive),
    ("refresh without permission", refresh_without_permission),
    ("owners page by page", owners_paged),
    ("owners from inside the account", owners_paged_from_account),
    ("owners of an unknown ownership", owners_of_an_old_ownership),
    ("subscribe and unsubscribe", subscriptions),
    ("disconnect", disconnect),
    ("Ownership Match with owner_information", match_of_information),
    ("Ownership Match with some fields", match_of_some_fields),
    ("Ownership Match with a customer", match_of_a_customer),
    ("Ownership Match refused", match_refused),
    ("Ownership Match of an unknown account", match_of_nobody),
    ("idempotency: same key, same answer", same_key_same_answer),
    ("idempotency: same key, other parameters", same_key_other_parameters),
    ("idempotency: invalid request keeps no key", invalid_request_keeps_no_key),
    ("retries: 500, 500, then one refresh", retries_make_one_refresh),
    ("retries: the answer lost on the way", answer_lost_on_the_way),
    ("rate limit", rate_limited),
    ("webhooks verify", webhooks_verify),
    ("webhooks forged", webhooks_refused),
    ("webhooks delivered once", webhooks_distinct),
    ("webhooks delivered again after a 500", redelivered_after_500),
]
HARD = [
    ("--refused-refresh", "error"),
    ("--fault", "POST /v1/financial_connections/accounts/fca_fresh/refresh: 500 x3"),
    ("--fault", "POST /v1/financial_connections/accounts/fca_stale/refresh: reset@40"),
    ("--fault", "GET /v1/customers/*: 429"),
]


# --- The walk ------------------------------------------------------------------------------------


def run_step(walk, name, step):
    """Whether it passed; a walk goes on whatever a step meets."""
    try:
        print(f"ok      {name}: {step(walk)}", flush=True)
        return True
    except Exception as error:
        kind = "" if isinstance(error, Deviation) else f"{type(error).__name__}: "
        print(f"FAILED  {name}: {kind}{error}", flush=True)
        return False


def walk_all(binary):
    easy = Sandbox(binary, Endpoint())
    hard = Sandbox(binary, Endpoint(), *(word for option in HARD for word in option))
    walk = SimpleNamespace(easy=easy, hard=hard, made={})
    try:
        return [run_step(walk, name, step) for name, step in STEPS]
    finally:
        easy.stop()
        hard.stop()


def environment_python():
    """The Python of an environment that has the pinned SDK; made once, then kept."""
    has_target = (ROOT / "target").is_dir()
    home = ROOT / "target" if has_target else Path(tempfile.gettempdir())
    folder = home / f"sdk-walk-{PIN.partition('==')[2]}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PIN], check=True)
        (folder / "ready").touch()
    return str(python)


def main():
    if sys.argv[1:] == ["--install"]:
        environment_python()
        return
    binary = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else BINARY)
    if not os.path.exists(binary):
        sys.exit(f"{binary} is not there: build it with `cargo build`, or name another one")
    if stripe is None:
        # Loopback must not go through a proxy that pip may need.
        quiet = {"SDK_WALK_VENV": "1", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        python = environment_python()
        os.execve(python, [python, __file__, binary], {**os.environ, **quiet})
    passed = walk_all(binary)
    print(f"{sum(passed)} passed, {len(passed) - sum(passed)} failed")
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
