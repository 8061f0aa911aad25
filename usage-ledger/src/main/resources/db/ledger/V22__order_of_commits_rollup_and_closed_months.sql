-- Bills and transactions in the order in which they were committed, as far as it is known: all that
-- was written by database transactions older than the oldest one that runs is there, and nothing is
-- ever added to it. So they can be counted, and checked, once and in slices.
--
-- The numbers are the cluster's. A dump that is restored into another one must find them in its past:
-- the roller and the reconciler refuse to work where they lie ahead (pg_resetwal -x moves it on).
alter table job_bill add column posted_in xid8 not null default pg_current_xact_id();
create index job_bill_posted_in on job_bill (posted_in);
create index ledger_transaction_opened_in on ledger_transaction (opened_in);
create index ledger_transaction_entered_in on ledger_transaction (opened_in)
  where kind <> 'JOB_CHARGE';

-- Usage by the hour: what every report reads. A job belongs to the hour in which it ended, or, when
-- that month is closed, to the first hour that is not.
create table usage_hour (
  hour                 timestamptz not null check (date_trunc('hour', hour, 'UTC') = hour),
  tenant_id            text not null references tenant,
  key_id               text not null,
  model_id             text not null,
  jobs                 bigint not null,
  prompt_tokens        numeric(38, 0) not null,
  cached_prompt_tokens numeric(38, 0) not null,
  completion_tokens    numeric(38, 0) not null,
  reasoning_tokens     numeric(38, 0) not null,
  images               numeric(38, 0) not null,
  amount               numeric(38, 0) not null,
  primary key (hour, tenant_id, key_id, model_id)
);
create index usage_hour_of_tenant on usage_hour (tenant_id, hour);

-- What was entered for other reasons than a job, by the month.
create table entry_month (
  month     date not null check (extract(day from month) = 1),
  tenant_id text not null references tenant,
  kind      text not null,
  entries   bigint not null,
  amount    numeric(38, 0) not null,
  primary key (month, tenant_id, kind)
);

-- All that database transactions up to this one have posted is in the two tables above.
create table rollup (
  single    boolean primary key default true check (single),
  rolled_to xid8 not null
);
insert into rollup (rolled_to) values ('0');

-- A month whose figures are final. What is posted later for it belongs to the first open one.
create table closed_month (
  month     date primary key check (extract(day from month) = 1),
  closed_at timestamptz not null,
  closed_by text not null check (length(closed_by) between 1 and 200),
  lines     integer not null,
  -- SHA-256 of its lines.
  checksum  text not null check (checksum ~ '^[0-9a-f]{64}$')
);

create table closed_month_line (
  month                date not null references closed_month deferrable initially deferred,
  line                 integer not null check (line > 0),
  tenant_id            text not null,
  -- USAGE, or a kind of entry: those have no project, key and model.
  kind                 text not null,
  project_id           text,
  key_id               text,
  model_id             text,
  jobs                 numeric(38, 0) not null,
  prompt_tokens        numeric(38, 0) not null,
  cached_prompt_tokens numeric(38, 0) not null,
  completion_tokens    numeric(38, 0) not null,
  reasoning_tokens     numeric(38, 0) not null,
  images               numeric(38, 0) not null,
  -- What it moved on the tenant's account: below zero for usage.
  amount               numeric(38, 0) not null,
  primary key (month, line)
);

create function first_open_hour() returns timestamptz language sql stable as $$
  select coalesce((max(month) + interval '1 month') at time zone 'UTC', '-infinity'::timestamptz)
    from closed_month
$$;

create function closed_month_checksum(of date) returns text language sql stable as $$
  select encode(sha256(convert_to(coalesce(string_agg(
           concat_ws('|', l.line, l.tenant_id, l.kind, coalesce(l.project_id, ''),
             coalesce(l.key_id, ''), coalesce(l.model_id, ''), l.jobs, l.prompt_tokens,
             l.cached_prompt_tokens, l.completion_tokens, l.reasoning_tokens, l.images, l.amount),
           E'\n' order by l.line), ''), 'UTF8')), 'hex')
    from closed_month_line l where l.month = of
$$;

create trigger immutable before update or delete or truncate on closed_month
  for each statement execute function refuse_change();
create trigger immutable before update or delete or truncate on closed_month_line
  for each statement execute function refuse_change();

create function refuse_change_of_closed_hour() returns trigger language plpgsql as $$
begin
  if exists (select from closed_month
              where month = date_trunc('month', new.hour at time zone 'UTC')::date) then
    raise exception 'the month of % is closed', new.hour
      using errcode = 'restrict_violation', constraint = 'month_closed';
  end if;
  return new;
end $$;
create trigger month_closed before insert or update on usage_hour
  for each row execute function refuse_change_of_closed_hour();

create function refuse_change_of_closed_month() returns trigger language plpgsql as $$
begin
  if exists (select from closed_month where month = new.month) then
    raise exception 'the month of % is closed', new.month
      using errcode = 'restrict_violation', constraint = 'month_closed';
  end if;
  return new;
end $$;
create trigger month_closed before insert or update on entry_month
  for each row execute function refuse_change_of_closed_month();
