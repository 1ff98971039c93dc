-- A battle.
create table events (
  id integer generated always as identity primary key,
  title text not null check (title <> ''),
  -- As they were typed; each one or more keywords.
  queries text[] not null check (cardinality(queries) >= 2),
  start_at timestamptz not null,
  end_at timestamptz not null check (end_at > start_at),
  -- Which of the demo battles this is; null for a battle that somebody made.
  demo text unique
);

create index events_end_at on events (end_at);

-- Who may use the HTTP API. Of a key only the SHA-256 is kept: a key is 256 random bits, so nothing can be guessed from it.
create table users (
  id integer generated always as identity primary key,
  name text not null unique,
  api_key_sha256 bytea not null unique,
  created_at timestamptz not null default now()
);
