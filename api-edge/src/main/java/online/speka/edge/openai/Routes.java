package online.speka.edge.openai;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;

/// Finds the endpoint of a request. Works on the path as it was sent, because model ids contain
/// slashes and SDKs escape them.
final class Routes {
  private final List<Endpoint> endpoints;

  Routes(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  /// What is at a path.
  sealed interface Match {
    record Found(Endpoint endpoint) implements Match {}

    record OtherMethods(Set<HttpMethod> allowed) implements Match {
      String allow() {
        return allowed.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
      }
    }

    record Nothing() implements Match {}
  }

  Match find(HttpMethod method, String path) {
    List<Endpoint> there = new ArrayList<>(2);
    for (Endpoint endpoint : endpoints) {
      if (endpoint.serves(path)) {
        if (endpoint.method().equals(method)) {
          return new Match.Found(endpoint);
        }
        there.add(endpoint);
      }
    }
    if (there.isEmpty()) {
      return new Match.Nothing();
    }
    Set<HttpMethod> allowed = new LinkedHashSet<>();
    there.forEach(endpoint -> allowed.add(endpoint.method()));
    return new Match.OtherMethods(allowed);
  }
}
