-- Who may do what in an organisation, and what people want to know of a key.

alter table tenant add constraint tenant_name_bounded check (length(name) between 1 and 100);

-- People are known by their e-mail address, in small letters.
create table member (
  tenant_id  text not null references tenant,
  email      text not null check (email = lower(email) and length(email) between 3 and 254),
  role       text not null check (role in ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER')),
  created_at timestamptz not null,
  primary key (tenant_id, email)
);
create index member_email on member (email);

alter table api_key
  add column name        text not null default 'Unnamed'
                         check (length(name) between 1 and 100),
  add column created_by  text check (length(created_by) between 1 and 254),
  -- The key that took its place; until it expires, both open the same.
  add column replaced_by text unique references api_key;
create index api_key_of_project on api_key (project_id, created_at, key_id);

-- When a key was used last. Not in api_key: a use is no change that anybody has to be told.
create table api_key_use (
  key_id       text primary key references api_key,
  last_used_at timestamptz not null
) with (fillfactor = 50);

-- All limits of a key together must fit into what is told of it. The tenant's row is locked, so
-- that of two limits at the same time the second is counted with the first.
create function require_few_limits() returns trigger language plpgsql as $$
begin
  perform from tenant where tenant_id = new.tenant_id for no key update;
  if (select count(*) from usage_limit
       where tenant_id = new.tenant_id
         and project_id is not distinct from new.project_id
         and key_id is not distinct from new.key_id) > 10 then
    raise exception 'more than 10 limits of one kind'
      using errcode = 'check_violation', constraint = 'usage_limit_few';
  end if;
  return null;
end $$;
create trigger usage_limit_few after insert or update on usage_limit
  for each row execute function require_few_limits();
