package online.speka.edge.openai;

import online.speka.edge.reference.ReferenceFile;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

/// The API's description, for programs and for people.
record ReferenceEndpoint(ReferenceFile file, Answers answers) implements OpenEndpoint {

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public String pattern() {
    return file.path();
  }

  @Override
  public String operation() {
    return "reference";
  }

  @Override
  public boolean serves(String path) {
    return path.equals(file.path());
  }

  @Override
  public Mono<Void> handle(Call call) {
    call.completed();
    return answers.file(call, file);
  }
}
