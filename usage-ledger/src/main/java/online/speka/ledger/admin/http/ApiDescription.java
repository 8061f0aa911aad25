package online.speka.ledger.admin.http;

/// What the API says of itself: an OpenAPI document.
public interface ApiDescription {

  byte[] document();
}
