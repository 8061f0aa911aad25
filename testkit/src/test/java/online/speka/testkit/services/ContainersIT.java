package online.speka.testkit.services;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import online.speka.infra.services.process.ServiceException;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/**
 * With an engine, the other suites show containers at work: {@code mvn verify
 * -Dspeka.test.services=containers}.
 */
class ContainersIT {

  @Test
  void withoutADockerEngineOneSentenceSaysWhatToDo() {
    assumeFalse(DockerClientFactory.instance().isDockerAvailable(), "a Docker engine answers");

    assertThatThrownBy(ContainerServer.Address::choose)
        .isInstanceOf(ServiceException.class)
        .hasMessage(
            "-Dspeka.test.services=containers needs a Docker engine and none answers: start one (or point DOCKER_HOST to it), or leave the property out to test with embedded services.");
  }
}
