ui           = false
api_addr     = "https://$address:$port"
cluster_addr = "https://127.0.0.1:8201"

storage "raft" {
  path    = "/opt/gbo/data/vault"
  node_id = "vault"

  # One node alone waits ten seconds for others to lead, unless it is told to be quick.
  performance_multiplier = 1
}

listener "tcp" {
  address         = "0.0.0.0:$port"
  cluster_address = "127.0.0.1:8201"
  tls_cert_file   = "/opt/gbo/conf/vault/server.crt"
  tls_key_file    = "/opt/gbo/conf/vault/server.key"
  tls_min_version = "tls12"
}

audit "file" "file" {
  options {
    file_path = "/opt/gbo/logs/vault-audit.log"
    mode      = "0600"
  }
}
