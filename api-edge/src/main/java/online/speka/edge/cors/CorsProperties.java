package online.speka.edge.cors;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param allowedOrigins origins whose pages may use the API, as browsers write them
///     (`https://app.example.com`), or `*` for all; none turns CORS off
/// @param allowedMethods methods such a page may use
/// @param allowedHeaders headers such a page may send, or `*` for any: SDKs send many of their own
/// @param exposedHeaders headers of an answer that such a page may read
/// @param maxAge how long a browser may remember what a preflight said
@ConfigurationProperties("speka.edge.cors")
record CorsProperties(
    @DefaultValue List<String> allowedOrigins,
    @DefaultValue({"GET", "POST", "DELETE"}) List<String> allowedMethods,
    @DefaultValue("*") List<String> allowedHeaders,
    @DefaultValue({
          "x-request-id",
          "openai-processing-ms",
          "retry-after",
          "x-should-retry",
          "idempotency-key",
          "x-ratelimit-limit-requests",
          "x-ratelimit-limit-tokens",
          "x-ratelimit-remaining-requests",
          "x-ratelimit-remaining-tokens",
          "x-ratelimit-reset-requests",
          "x-ratelimit-reset-tokens"
        })
        List<String> exposedHeaders,
    @DefaultValue("1h") Duration maxAge) {
  static final String ANY = "*";

  CorsProperties {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedMethods = List.copyOf(allowedMethods);
    allowedHeaders = List.copyOf(allowedHeaders);
    exposedHeaders = List.copyOf(exposedHeaders);
    for (String origin : allowedOrigins) {
      if (!origin.equals(ANY) && !isOrigin(origin)) {
        throw new IllegalArgumentException(
            "speka.edge.cors.allowedOrigins: scheme, host and port are expected as in"
                + " https://app.example.com, not "
                + origin);
      }
    }
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException("speka.edge.cors.maxAge must not be negative");
    }
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getScheme() != null
          && uri.getHost() != null
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
