-- What the guide and BotServer's source say of the tables that the suite asks about. May run again.
SET ROLE botserver;

CREATE TABLE IF NOT EXISTS bots (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL UNIQUE,
    is_active  boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS bot_configuration (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    bot_id       uuid NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
    config_key   text NOT NULL,
    config_value text NOT NULL,
    config_type  text NOT NULL DEFAULT 'string',
    is_encrypted boolean NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (bot_id, config_key)
);

CREATE TABLE IF NOT EXISTS drive_files (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    bot_id         uuid NOT NULL REFERENCES bots (id) ON DELETE CASCADE,
    file_path      text NOT NULL,
    file_type      text NOT NULL,
    etag           text,
    last_modified  timestamptz,
    file_size      bigint,
    indexed        boolean NOT NULL DEFAULT false,
    fail_count     integer NOT NULL DEFAULT 0,
    last_failed_at timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (bot_id, file_path)
);

CREATE TABLE IF NOT EXISTS gbot_config_sync (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    bot_id           uuid NOT NULL UNIQUE REFERENCES bots (id) ON DELETE CASCADE,
    config_file_path text NOT NULL,
    last_sync_at     timestamptz NOT NULL DEFAULT now(),
    file_hash        text NOT NULL,
    sync_count       integer NOT NULL DEFAULT 0
);
