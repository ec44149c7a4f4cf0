# What BotServer may: read every secret below gbo/, write those of organisations and tenants.
path "$mount/data/gbo/*" {
  capabilities = ["read"]
}
path "$mount/metadata/gbo/*" {
  capabilities = ["read", "list"]
}
path "$mount/metadata/gbo" {
  capabilities = ["list"]
}
path "$mount/data/gbo/orgs/*" {
  capabilities = ["create", "read", "update"]
}
path "$mount/data/gbo/tenants/*" {
  capabilities = ["create", "read", "update"]
}
