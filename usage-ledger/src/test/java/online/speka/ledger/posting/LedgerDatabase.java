package online.speka.ledger.posting;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Prices;
import online.speka.testkit.services.PostgresDatabase;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger's tables in a database of a test, and a pool of connections to it. */
public final class LedgerDatabase implements AutoCloseable {

  private final HikariDataSource pool = new HikariDataSource();
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;

  public LedgerDatabase(PostgresDatabase database) {
    pool.setJdbcUrl(database.jdbcUrl());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(8);
    pool.setConnectionTimeout(2000);
    pool.addDataSourceProperty("socketTimeout", "20");
    Flyway.configure().dataSource(pool).locations("classpath:db/ledger").load().migrate();
    this.jdbc = JdbcClient.create(pool);
    this.transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
  }

  public Ledger ledger(InstantSource clock) {
    return new JdbcLedger(jdbc, transactions, clock);
  }

  public JdbcClient jdbc() {
    return jdbc;
  }

  public TransactionTemplate transactions() {
    return transactions;
  }

  public DataSource dataSource() {
    return pool;
  }

  public void addPrice(ModelId model, Prices prices, Instant validFrom) {
    jdbc.sql("insert into price_version values (default, ?, ?, ?, ?, ?::timestamptz)")
        .params(
            model.value(),
            prices.prompt(),
            prices.cachedPrompt(),
            prices.completion(),
            validFrom.toString())
        .update();
  }

  public void addTenant(TenantId tenant) {
    jdbc.sql("insert into tenant values (?, 'a tenant', now())").param(tenant.value()).update();
    jdbc.sql("insert into account (kind, tenant_id) values ('TENANT', ?)")
        .param(tenant.value())
        .update();
  }

  public int count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
  }

  /** Tests may do what nobody else can: no trigger fires for a replica. */
  public void clear() {
    transactions.executeWithoutResult(
        _ -> {
          jdbc.sql("set local session_replication_role = replica").update();
          jdbc.sql(
                  """
                  truncate closed_month_line, closed_month, entry_month, usage_hour, usage_day,
                    account_balance, posting, ledger_transaction, job_bill, price_version, failed_attempt,
                    held_outcome, part_outcome, split_request, principal_outbox, usage_limit,
                    api_key, project, account, tenant, plan restart identity cascade
                  """)
              .update();
          jdbc.sql("update rollup set rolled_to = '0'").update();
          jdbc.sql(
                  """
                  insert into account (kind) values
                    ('REVENUE'), ('PAYMENTS'), ('GRANTS'), ('WRITE_OFFS'), ('ADJUSTMENTS')
                  """)
              .update();
        });
  }

  /** Does what the database would refuse. */
  public void corrupt(String sql) {
    transactions.executeWithoutResult(
        _ -> {
          jdbc.sql("set local session_replication_role = replica").update();
          jdbc.sql(sql).update();
        });
  }

  @Override
  public void close() {
    pool.close();
  }
}
