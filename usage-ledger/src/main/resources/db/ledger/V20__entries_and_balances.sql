-- Money that moves for other reasons than a job: what people, and the plans, enter.

alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check check (
  kind in ('TENANT', 'REVENUE', 'PAYMENTS', 'GRANTS', 'WRITE_OFFS', 'ADJUSTMENTS'));
drop index account_one_revenue;
create unique index account_one_of_each on account (kind) where kind <> 'TENANT';
insert into account (kind) values ('PAYMENTS'), ('GRANTS'), ('WRITE_OFFS'), ('ADJUSTMENTS');

alter table ledger_transaction add column reason text check (length(reason) between 1 and 500);
alter table ledger_transaction
  add column entered_by text check (length(entered_by) between 1 and 200);
alter table ledger_transaction drop constraint ledger_transaction_kind_check;
alter table ledger_transaction add constraint ledger_transaction_kind_check check (
  kind in ('JOB_CHARGE', 'TOP_UP', 'GRANT', 'GRANT_EXPIRY', 'REFUND', 'ADJUSTMENT', 'WRITE_OFF'));
-- A charge needs no reason but its job, anything else says why, and who wanted it.
alter table ledger_transaction add constraint ledger_transaction_says_why check (
  (kind = 'JOB_CHARGE') = (reason is null) and (kind = 'JOB_CHARGE') = (entered_by is null));
alter table ledger_transaction add constraint ledger_transaction_of_a_job check (
  (kind in ('JOB_CHARGE', 'REFUND')) = (job_id is not null));
-- Jobs have ids of version 7. An entry that had one could keep that job from its charge.
alter table ledger_transaction add constraint ledger_transaction_id_is_no_jobs check (
  kind = 'JOB_CHARGE' or uuid_extract_version(transaction_id) is distinct from 7);
create index ledger_transaction_refunds on ledger_transaction (job_id) where kind = 'REFUND';
create index ledger_transaction_entries on ledger_transaction (posted_at)
  where kind <> 'JOB_CHARGE';

-- All refunds of a job together are never more than it was charged, and go to who paid it. The row
-- of the bill is locked, so that of two refunds at the same time the second sees the first.
create function require_refund_within_charge() returns trigger language plpgsql as $$
declare
  charged  bigint;
  payer    text;
  refunded numeric;
begin
  select b.amount, b.tenant_id into charged, payer
    from job_bill b where b.job_id = new.job_id for no key update;
  select sum(p.amount) into refunded
    from ledger_transaction t
    join posting p using (transaction_id)
    join account a using (account_id)
   where t.job_id = new.job_id and t.kind = 'REFUND' and a.tenant_id = payer;
  if refunded is null or refunded > charged then
    raise exception 'job % was charged % and refunded %', new.job_id, charged, refunded
      using errcode = 'check_violation', constraint = 'refund_within_charge';
  end if;
  return null;
end $$;
create constraint trigger refund_within_charge after insert on ledger_transaction
  deferrable initially deferred for each row when (new.kind = 'REFUND')
  execute function require_refund_within_charge();

-- The sum of each account's postings, and how often it has changed. An account without a row has
-- none. Kept by the database in the transaction of the postings, whoever writes them.
create table account_balance (
  account_id bigint primary key references account,
  balance    numeric(38, 0) not null,
  version    bigint not null check (version > 0)
) with (fillfactor = 50);
insert into account_balance select account_id, sum(amount), 1 from posting group by account_id;

-- In the order of the ids, so that two writers never deadlock.
create function keep_balance() returns trigger language plpgsql as $$
begin
  insert into account_balance as kept (account_id, balance, version)
  select account_id, sum(amount), 1 from added group by account_id order by account_id
      on conflict (account_id) do update
     set balance = kept.balance + excluded.balance, version = kept.version + 1;
  return null;
end $$;
create trigger balance_kept after insert on posting
  referencing new table as added for each statement execute function keep_balance();
