package online.speka.edge.reference;

import java.util.List;

/// A file that is served as it is: the document, and the page that shows it to people. The page
/// loads nothing from elsewhere.
///
/// @param path where it is served
/// @param mediaType of the bytes
public record ReferenceFile(String path, String mediaType, byte[] bytes) {

  public static List<ReferenceFile> all() {
    return List.of(
        new ReferenceFile("/openapi.json", "application/json", ApiDocument.json()),
        new ReferenceFile("/docs", "text/html;charset=utf-8", Resources.read("page/docs.html")),
        new ReferenceFile(
            "/docs/docs.css", "text/css;charset=utf-8", Resources.read("page/docs.css")),
        new ReferenceFile(
            "/docs/docs.js", "text/javascript;charset=utf-8", Resources.read("page/docs.js")));
  }
}
