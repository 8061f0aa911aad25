-- What can be spent: balances of organisations, and budgets over what they spend.

create function utc_month(at timestamptz) returns date language sql immutable
  return date_trunc('month', at at time zone 'UTC')::date;

-- What an organisation of this plan may spend every UTC calendar month before it pays.
create table plan (
  plan_id    text primary key check (plan_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  allowance  bigint not null check (allowance between 1 and 1000000000000000),
  changed_at timestamptz not null
);

-- How an organisation pays. One without a row pays afterwards, and has no plan.
create table funding (
  tenant_id  text primary key references tenant,
  billing    text not null check (billing in ('POSTPAID', 'PREPAID')),
  plan_id    text references plan,
  plan_since timestamptz,
  changed_at timestamptz not null,
  check ((plan_id is null) = (plan_since is null))
);

-- A month of an organisation that has funding. What is spent belongs to the month in which its job
-- was submitted, whenever the bill is made.
create table funding_month (
  tenant_id text not null references funding,
  month     date not null check (extract(day from month) = 1),
  spent     numeric not null default 0,
  granted   bigint not null default 0 check (granted >= 0),
  expired   bigint not null default 0 check (expired between 0 and granted),
  -- Of the transactions that granted or took back; the next one's number makes its id.
  revision  integer not null default 0,
  primary key (tenant_id, month)
);

-- A cap on what a key, a project, or all of an organisation spends.
create table budget (
  budget_id      text primary key check (budget_id ~ '^bud_[0-9A-Za-z]{1,40}$'),
  tenant_id      text not null references tenant,
  project_id     text,
  key_id         text,
  period         text not null check (period in ('MONTH', 'TOTAL')),
  amount         bigint not null check (amount between 0 and 1000000000000000),
  alert_percents smallint[] not null default '{}',
  -- The month whose spending counts now; for ever, it is always the same.
  month          date not null check ((month = '-infinity') = (period = 'TOTAL')),
  version        bigint not null default 1,
  created_at     timestamptz not null,
  deleted_at     timestamptz,
  check (project_id is null or key_id is null),
  foreign key (tenant_id, project_id) references project (tenant_id, project_id),
  foreign key (tenant_id, key_id) references api_key (tenant_id, key_id)
);
create unique index budget_one_for_each on budget (tenant_id, project_id, key_id, period)
  nulls not distinct where deleted_at is null;

create table budget_spent (
  budget_id text not null references budget,
  month     date not null,
  spent     numeric not null,
  primary key (budget_id, month)
);

-- Once for each threshold and month.
create table budget_alert (
  budget_id text not null references budget,
  month     date not null,
  percent   smallint not null check (percent between 1 and 100),
  spent     numeric not null,
  amount    bigint not null,
  raised_at timestamptz not null default now(),
  told_at   timestamptz,
  primary key (budget_id, month, percent)
);
create index budget_alert_untold on budget_alert (raised_at) where told_at is null;

create function raise_budget_alerts(budgets text[]) returns void language sql as $$
  insert into budget_alert (budget_id, month, percent, spent, amount)
  select b.budget_id, s.month, percent, s.spent, b.amount
    from budget b
    join budget_spent s on s.budget_id = b.budget_id and s.month = b.month,
         unnest(b.alert_percents) as percent
   where b.budget_id = any(budgets) and s.spent * 100 >= b.amount::numeric * percent
  on conflict do nothing;
$$;

-- A bill counts in the transaction that makes it. Who begins to count something shuts out, for that
-- moment, whoever makes bills: each bill is then either in the sum it begins with, or is added.
create function count_spending() returns trigger language plpgsql as $$
declare
  touched text[];
begin
  perform pg_advisory_xact_lock_shared(hashtext('speka.ledger.spending'));
  insert into funding_month (tenant_id, month, spent)
  select tenant_id, utc_month(submitted_at), sum(amount)
    from added join funding using (tenant_id)
   where amount > 0
   group by 1, 2 order by 1, 2
  on conflict (tenant_id, month) do update set spent = funding_month.spent + excluded.spent;

  select array_agg(budget_id) into touched from (
    select b.budget_id from budget b
     where b.deleted_at is null and exists (
       select from added j left join api_key k on k.key_id = j.key_id
        where j.tenant_id = b.tenant_id and j.amount > 0
          and (b.key_id is null or b.key_id = j.key_id)
          and (b.project_id is null or b.project_id = k.project_id))
     order by b.budget_id for no key update) locked;
  if touched is null then
    return null;
  end if;
  insert into budget_spent (budget_id, month, spent)
  select b.budget_id,
         case b.period when 'MONTH' then utc_month(j.submitted_at) else '-infinity' end,
         sum(j.amount)
    from budget b
    join added j on j.tenant_id = b.tenant_id and (b.key_id is null or b.key_id = j.key_id)
    left join api_key k on k.key_id = j.key_id
   where b.budget_id = any(touched) and (b.project_id is null or b.project_id = k.project_id)
   group by 1, 2
  on conflict (budget_id, month) do update set spent = budget_spent.spent + excluded.spent;
  update budget set version = version + 1 where budget_id = any(touched);
  perform raise_budget_alerts(touched);
  return null;
end $$;
create trigger spending_counted after insert on job_bill
  referencing new table as added for each statement execute function count_spending();

-- What every fund has left, reservations not deducted. What was taken back of a month's grant and
-- was spent after all, by a job of that month with a late bill, counts as given back already.
create view fund_level as
select f.tenant_id, null::text as project_id, null::text as key_id, 'balance' as fund_id,
       case when f.plan_id is null then 'PREPAID_CREDIT' else 'MONTHLY_ALLOWANCE' end as source,
       coalesce(b.balance, 0)
         + (select coalesce(sum(m.expired - greatest(m.granted - m.spent, 0)), 0)
              from funding_month m
             where m.tenant_id = f.tenant_id
               and m.expired > greatest(m.granted - m.spent, 0)) as unspent,
       coalesce(b.version, 0) as version
  from funding f join account a using (tenant_id) left join account_balance b using (account_id)
 where f.billing = 'PREPAID'
 union all
select b.tenant_id, b.project_id, b.key_id, b.budget_id,
       case when b.key_id is not null then 'KEY_BUDGET'
            when b.project_id is not null then 'PROJECT_BUDGET'
            else 'ORGANIZATION_BUDGET' end,
       b.amount - coalesce(s.spent, 0), b.version
  from budget b left join budget_spent s using (budget_id, month)
 where b.deleted_at is null;

-- Funds are part of what edges know of a key.
create function announce_keys_of(tenant text, project text, key text) returns void
language sql as $$
  update api_key set changed_at = now()
   where tenant_id = tenant
     and (project is null or project_id = project)
     and (key is null or key_id = key);
$$;

create function announce_budget() returns trigger language plpgsql as $$
begin
  perform announce_keys_of(new.tenant_id, new.project_id, new.key_id);
  return null;
end $$;
create trigger budget_announced after insert or update of deleted_at on budget
  for each row execute function announce_budget();

create function announce_funding() returns trigger language plpgsql as $$
begin
  perform announce_keys_of(new.tenant_id, null, null);
  return null;
end $$;
create trigger funding_announced after insert or update of billing, plan_id on funding
  for each row execute function announce_funding();

-- Numbers of generations of what Redis knows of funds; see the package `generations`.
create sequence fund_generation;
