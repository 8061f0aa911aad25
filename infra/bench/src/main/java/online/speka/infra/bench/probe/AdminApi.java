package online.speka.infra.bench.probe;

import online.speka.infra.bench.stack.StackException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The admin API, as far as accounts are made there.
public final class AdminApi {

  private static final String BASE = "/admin/v1";

  private final HttpDoor door;
  private final String token;

  public AdminApi(HttpDoor door, String token) {
    this.door = door;
    this.token = token;
  }

  /// @param id not secret
  /// @param secret shown once
  public record MintedKey(String id, String secret) {}

  /// @return its id
  public String createOrganization(String name) {
    return text(post("/organizations", named(name)), "id");
  }

  public String createProject(String organization, String name) {
    return text(post("/organizations/" + organization + "/projects", named(name)), "id");
  }

  public MintedKey mint(String organization, String project) {
    String body =
        JsonMapper.shared()
            .createObjectNode()
            .put("name", "bench")
            .put("project", project)
            .toString();
    JsonNode key = post("/organizations/" + organization + "/keys", body);
    return new MintedKey(text(key, "id"), text(key, "secret"));
  }

  /// Returns when it is committed.
  public void revoke(String key) {
    JsonNode _ = post("/keys/" + key + "/revoke", "{}");
  }

  /// @param path below the base, with its query
  public Reply get(String path) {
    return accepted(path, door.ask(Ask.get(BASE + path, token)));
  }

  private JsonNode post(String path, String body) {
    Reply reply = accepted(path, door.ask(Ask.post(BASE + path, token, body)));
    try {
      return JsonMapper.shared().readTree(reply.body());
    } catch (JacksonException e) {
      throw new StackException("The admin API's answer is no JSON: " + e.getOriginalMessage());
    }
  }

  private static Reply accepted(String path, Reply reply) {
    if (!reply.isAccepted()) {
      throw new StackException(
          "The admin API answers " + reply.status() + " to " + path + ": " + reply.text());
    }
    return reply;
  }

  private static String named(String name) {
    return JsonMapper.shared().createObjectNode().put("name", name).toString();
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).asString("");
    if (text.isEmpty()) {
      throw new StackException("The admin API's answer has no " + field + ".");
    }
    return text;
  }
}
