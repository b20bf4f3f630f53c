//! What the sandbox answers when Stripe would refuse: status, type, code, sentence and parameter.

use crate::stripe::transport::Response;
use crate::stripe::wire::{Fault, FaultBody, FaultType};

/// A refusal in Stripe's shape.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    fault: Box<Fault>,
}

impl Refusal {
    fn new(status: u16, kind: FaultType, code: Option<&str>, message: impl Into<String>) -> Self {
        let fault = Fault {
            kind,
            code: code.map(str::to_owned),
            message: Some(message.into()),
            param: None,
            doc_url: None,
            request_log_url: None,
        };
        Self { status, fault: Box::new(fault) }
    }

    fn bad_request(code: Option<&str>, message: impl Into<String>, param: &str) -> Self {
        Self::new(400, FaultType::InvalidRequest, code, message).about(param)
    }

    fn about(mut self, param: &str) -> Self {
        self.fault.param = Some(param.to_owned()).filter(|param| !param.is_empty());
        self
    }

    pub(super) fn invalid(message: impl Into<String>, param: &str) -> Self {
        Self::bad_request(None, message, param)
    }

    pub(super) fn with_code(code: &str, message: impl Into<String>) -> Self {
        Self::bad_request(Some(code), message, "")
    }

    pub(super) fn unknown_parameter(name: &str) -> Self {
        Self::bad_request(Some("parameter_unknown"), format!("Received unknown parameter: {name}"), name)
    }

    pub(super) fn missing_parameter(name: &str) -> Self {
        Self::bad_request(Some("parameter_missing"), format!("Missing required param: {name}."), name)
    }

    pub(super) fn empty_parameter(name: &str) -> Self {
        let message = format!("You passed an empty string for '{name}'.");
        Self::bad_request(Some("parameter_invalid_empty"), message, name)
    }

    pub(super) fn no_integer(name: &str) -> Self {
        Self::bad_request(Some("parameter_invalid_integer"), format!("Invalid integer: {name}"), name)
    }

    pub(super) fn exclusive(names: &str) -> Self {
        Self::with_code("parameters_exclusive", format!("You may only specify one of these parameters: {names}."))
    }

    pub(super) fn no_such(object: &str, id: &str, param: &str) -> Self {
        let message = format!("No such {object}: '{id}'");
        Self::new(404, FaultType::InvalidRequest, Some("resource_missing"), message).about(param)
    }

    /// The same where a parameter names it, which is the request's fault and no missing page.
    pub(super) fn no_such_in_request(object: &str, id: &str, param: &str) -> Self {
        Self { status: 400, ..Self::no_such(object, id, param) }
    }

    pub(super) fn no_such_url(method: &str, path: &str) -> Self {
        Self::new(404, FaultType::InvalidRequest, None, format!("Unrecognized request URL ({method}: {path})."))
    }

    pub(super) fn unauthorized(message: &str) -> Self {
        Self::new(401, FaultType::InvalidRequest, None, message)
    }

    pub(super) fn too_large() -> Self {
        Self::new(413, FaultType::InvalidRequest, None, "The request is larger than what is read.")
    }

    pub(super) fn other_parameters() -> Self {
        let message =
            "Keys for idempotent requests can only be used with the same parameters they were first used with.";
        Self::new(400, FaultType::Idempotency, None, message)
    }

    /// A fault that was asked for.
    pub(super) fn injected(status: u16) -> Self {
        let (kind, code) = match status {
            409 => (FaultType::InvalidRequest, Some("lock_timeout")),
            429 => (FaultType::InvalidRequest, Some("rate_limit")),
            500.. => (FaultType::Api, None),
            _ => (FaultType::InvalidRequest, None),
        };
        Self::new(status, kind, code, "A fault that the sandbox was told to have.")
    }

    #[cfg(test)]
    pub(super) fn code(&self) -> Option<&str> {
        self.fault.code.as_deref()
    }

    #[cfg(test)]
    pub(super) fn param(&self) -> Option<&str> {
        self.fault.param.as_deref()
    }

    pub(super) fn response(self) -> Response {
        let body = serde_json::to_vec_pretty(&FaultBody { error: *self.fault }).unwrap_or_default();
        Response { status: self.status, headers: Vec::new(), body }
    }
}
