//! What a capture knows of the request that a body answers.

/// A request and the head of its response, as far as the capture tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// The request's method, such as `GET`.
    pub method: Option<String>,
    /// The request's URL, with what authenticates masked.
    pub url: Option<String>,
    /// The response's status code.
    pub status: Option<u16>,
    /// When it took place, as the capture spells it.
    pub time: Option<String>,
}
