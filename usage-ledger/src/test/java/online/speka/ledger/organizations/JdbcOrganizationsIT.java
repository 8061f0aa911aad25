package online.speka.ledger.organizations;

import static online.speka.testkit.services.Service.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.posting.JdbcTransactions;
import online.speka.ledger.posting.LedgerDatabase;
import online.speka.testkit.services.PostgresDatabase;
import online.speka.testkit.services.WithServices;
import online.speka.testkit.time.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithServices(POSTGRES)
class JdbcOrganizationsIT {

  private static final TenantId NOBODY = new TenantId("org_nobody");
  private static final Email ADA = new Email("ada@example.org");
  private static final Email BOB = new Email("bob@example.org");

  private final LedgerDatabase database;
  private final Members members;
  private final Projects projects;
  private final Organizations organizations;

  JdbcOrganizationsIT(PostgresDatabase postgres) {
    this.database = new LedgerDatabase(postgres);
    SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    JdbcTransactions transactions = new JdbcTransactions(database.transactions());
    this.members = new JdbcMembers(database.jdbc(), transactions, clock);
    this.projects = new JdbcProjects(database.jdbc(), transactions, clock, new SecureRandom());
    this.organizations =
        new JdbcOrganizations(database.jdbc(), transactions, members, clock, new SecureRandom());
  }

  @AfterEach
  void clear() {
    database.clear();
    database.close();
  }

  @Test
  void anOrganizationBeginsWithAnAccountADefaultProjectAndItsOwner() {
    // When
    Organization acme = organizations.create(new Name("Acme"), ADA);
    // Then
    assertThat(organizations.find(acme.id())).contains(acme);
    assertThat(members.list(acme.id(), Paging.FIRST).items())
        .extracting(Member::email, Member::role)
        .containsExactly(tuple(ADA, Role.OWNER));
    assertThat(projects.list(acme.id(), Paging.FIRST).items())
        .singleElement()
        .satisfies(project -> assertThat(project.isDefault()).isTrue());
    assertThat(
            database
                .jdbc()
                .sql("select count(*) from account where tenant_id = ?")
                .param(acme.id().value())
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void aListIsReadPieceByPieceWithNothingTwiceAndNothingLeftOut() {
    // Given
    List<Organization> all =
        IntStream.range(0, 7)
            .mapToObj(i -> organizations.create(new Name("Org " + i), null))
            .toList();
    // When
    List<Organization> read = new ArrayList<>();
    Page<Organization> page = organizations.list(new Paging(null, 3));
    read.addAll(page.items());
    while (page.hasMore()) {
      page = organizations.list(new Paging(read.getLast().id().value(), 3));
      read.addAll(page.items());
    }
    // Then
    assertThat(read).containsExactlyInAnyOrderElementsOf(all);
    assertThat(organizations.list(new Paging("org_nobody", 3)).items()).isEmpty();
  }

  @Test
  void aRenamedOneKeepsItsIdAndOneThatIsNotThereCannotBe() {
    // Given
    Organization acme = organizations.create(new Name("Acme"), null);
    // When
    Answer<Organization> renamed = organizations.rename(acme.id(), new Name("Acme AG"));
    // Then
    assertThat(renamed)
        .isEqualTo(
            new Answer.Done<>(new Organization(acme.id(), new Name("Acme AG"), acme.createdAt())));
    assertThat(organizations.rename(NOBODY, new Name("x")))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION));
  }

  @Test
  void projectsOfAnOrganizationHaveDifferentNamesAndAreInvisibleToOthers() {
    // Given
    TenantId acme = organizations.create(new Name("Acme"), null).id();
    TenantId other = organizations.create(new Name("Other"), null).id();
    // When
    Project search = done(projects.create(acme, new Name("Search")));
    // Then
    assertThat(projects.find(acme, search.id())).contains(search);
    assertThat(projects.find(other, search.id())).isEmpty();
    assertThat(projects.rename(other, search.id(), new Name("Mine")))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_PROJECT));
    assertThat(projects.create(acme, new Name("Search")))
        .isEqualTo(new Answer.Refused<>(Refusal.NAME_TAKEN));
    assertThat(projects.rename(acme, search.id(), new Name("Default")))
        .isEqualTo(new Answer.Refused<>(Refusal.NAME_TAKEN));
    assertThat(done(projects.rename(acme, search.id(), new Name("Search"))).name())
        .isEqualTo(new Name("Search"));
    assertThat(done(projects.create(other, new Name("Search"))).id()).isNotEqualTo(search.id());
    assertThat(projects.rename(acme, new ProjectId("prj_none"), new Name("x")))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_PROJECT));
    assertThat(projects.create(NOBODY, new Name("x")))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION));
  }

  @Test
  void theLastOwnerStays() {
    // Given
    TenantId acme = organizations.create(new Name("Acme"), ADA).id();
    // Then
    assertThat(members.remove(acme, ADA)).isEqualTo(new Answer.Refused<>(Refusal.LAST_OWNER));
    assertThat(members.changeRole(acme, ADA, Role.ADMIN))
        .isEqualTo(new Answer.Refused<>(Refusal.LAST_OWNER));
    assertThat(done(members.changeRole(acme, ADA, Role.OWNER)).role()).isEqualTo(Role.OWNER);
    // When
    var _ = done(members.add(acme, BOB, Role.OWNER));
    // Then
    assertThat(done(members.remove(acme, ADA)).email()).isEqualTo(ADA);
    assertThat(members.find(acme, ADA)).isEmpty();
    assertThat(members.remove(acme, BOB)).isEqualTo(new Answer.Refused<>(Refusal.LAST_OWNER));
  }

  @Test
  void somebodyIsAMemberOnceButOfAnyNumberOfOrganizations() {
    // Given
    TenantId acme = organizations.create(new Name("Acme"), ADA).id();
    TenantId other = organizations.create(new Name("Other"), ADA).id();
    // Then
    assertThat(members.add(acme, ADA, Role.VIEWER))
        .isEqualTo(new Answer.Refused<>(Refusal.ALREADY_MEMBER));
    assertThat(members.memberships(ADA))
        .extracting(Member::organization)
        .containsExactlyInAnyOrder(acme, other);
    assertThat(members.changeRole(acme, BOB, Role.ADMIN))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_MEMBER));
    assertThat(members.add(NOBODY, BOB, Role.ADMIN))
        .isEqualTo(new Answer.Refused<>(Refusal.NO_SUCH_ORGANIZATION));
  }

  @Test
  void ofTwoOwnersWhoLeaveAtTheSameTimeOneStays() throws Exception {
    for (int round = 0; round < 20; round++) {
      // Given
      TenantId acme = organizations.create(new Name("Acme"), ADA).id();
      var _ = done(members.add(acme, BOB, Role.OWNER));
      // When
      try (ExecutorService two = Executors.newFixedThreadPool(2)) {
        List<Future<Answer<Member>>> leaving =
            List.of(
                two.submit(() -> members.remove(acme, ADA)),
                two.submit(() -> members.changeRole(acme, BOB, Role.VIEWER)));
        for (Future<Answer<Member>> one : leaving) {
          var _ = one.get();
        }
      }
      // Then
      assertThat(members.list(acme, Paging.FIRST).items())
          .filteredOn(member -> member.role() == Role.OWNER)
          .hasSize(1);
    }
  }

  private static <T> T done(Answer<T> answer) {
    return switch (answer) {
      case Answer.Done<T>(T value) -> value;
      case Answer.Refused<T>(Refusal why) -> throw new AssertionError("refused: " + why);
    };
  }
}
