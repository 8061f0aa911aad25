package online.speka.worker.lifecycle;

import online.speka.worker.running.HeldJobs;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// How many requests are in generation on this worker, as a plain number for scripts.
@RestController
class InflightController {

  private final HeldJobs heldJobs;

  InflightController(HeldJobs heldJobs) {
    this.heldJobs = heldJobs;
  }

  @GetMapping(path = "/inflight", produces = MediaType.TEXT_PLAIN_VALUE)
  String inflight() {
    return Integer.toString(heldJobs.generating());
  }
}
