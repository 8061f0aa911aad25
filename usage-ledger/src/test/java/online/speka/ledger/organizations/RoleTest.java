package online.speka.ledger.organizations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # right,             owner, admin, member, viewer
          SEE_USAGE,           yes,   yes,   yes,    yes
          SEE_SETTINGS,        yes,   yes,   yes,    yes
          MAKE_KEYS,           yes,   yes,   yes,    no
          CHANGE_KEYS,         yes,   yes,   no,     no
          CHANGE_PROJECTS,     yes,   yes,   no,     no
          CHANGE_LIMITS,       yes,   yes,   no,     no
          CHANGE_MEMBERS,      yes,   yes,   no,     no
          SEE_AUDIT,           yes,   yes,   no,     no
          CHANGE_ORGANIZATION, yes,   no,    no,     no
          """)
  void whatEachRoleMayDo(Right right, String owner, String admin, String member, String viewer) {
    assertThat(Stream.of(Role.values()).map(role -> role.may(right) ? "yes" : "no"))
        .containsExactly(owner, admin, member, viewer);
  }

  @Test
  void theTableAboveHasEveryRight() throws NoSuchMethodException {
    String table =
        RoleTest.class
            .getDeclaredMethod(
                "whatEachRoleMayDo",
                Right.class,
                String.class,
                String.class,
                String.class,
                String.class)
            .getAnnotation(CsvSource.class)
            .textBlock();
    assertThat(
            table
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Right.valueOf(line.substring(0, line.indexOf(',')))))
        .containsExactly(Right.values());
  }

  @Test
  void nobodyMakesAMemberWhoMayDoMoreThanThey() {
    for (Role granting : Role.values()) {
      List<Role> granted = Arrays.stream(Role.values()).filter(granting::mayGrant).toList();
      assertThat(granted)
          .as("granted by %s", granting)
          .allSatisfy(
              role ->
                  assertThat(
                          Arrays.stream(Right.values())
                              .filter(role::may)
                              .collect(Collectors.toSet()))
                      .allMatch(granting::may));
    }
    assertThat(Arrays.stream(Role.values()).filter(Role.ADMIN::mayGrant))
        .containsExactly(Role.ADMIN, Role.MEMBER, Role.VIEWER);
    assertThat(Arrays.stream(Role.values()).filter(Role.MEMBER::mayGrant)).isEmpty();
  }
}
