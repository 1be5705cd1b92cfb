//! The words of the services: what the documents and their examples call things.

/// Kinds of RDS tasks that make an instance, with the engine and its version.
pub(crate) const RDS_CREATE: &[(&str, &str, &str)] = &[
    ("CreateMysqlSingleHAInstance", "mysql", "5.7"),
    ("CreateMysqlSingleHAInstance", "mysql", "8.0"),
    ("CreateMysqlReplicaInstance", "mysql", "5.7"),
    ("CreatePostgreSqlSingleHAInstance", "postgresql", "14"),
    ("CreateSqlserverSingleHAInstance", "sqlserver", "2019_SE"),
];

/// Other kinds of RDS tasks.
pub(crate) const RDS: &[&str] = &[
    "RestartMysqlInstance",
    "RestartPostgreSqlInstance",
    "BackupDbSqlserverInInstance",
    "BackupSnapshotSqlserverInInstance",
    "SingleDbRestoreSqlserverInInstance",
    "RestoreSqlserverInInstance",
    "SingleToHAMysqlInstance",
    "UpgradeMysqlDatabaseVersion",
];

pub(crate) const DDS: &[&str] = &[
    "Create_MongoDB",
    "Restore_MongoDB_Replica",
    "CreateMongoDBReplica",
    "CreateMongoDBReplicaSingle",
    "EnlargeMongoDBVolume",
    "ResizeMongoDBInstance",
    "EnlargeMongoDBGroup",
    "ReplicaSetEnlargeNode",
    "AddReadonlyNode",
    "RestartInstance",
    "RestartReplicaSetInstance",
    "SwitchPrimary",
    "ModifySecurityGroup",
    "BindPublicIP",
    "UnbindPublicIP",
    "SwitchInstanceSSL",
    "ModifyOpLogSize",
    "MongodbSnapshotBackup",
    "MongodbRestoreData2NewInstance",
    "UpgradeDatabaseVersion",
];

pub(crate) const GEMINIDB: &[&str] = &[
    "CreateCassandra",
    "CreateInstance",
    "RestoreNewInstance",
    "EnlargeInstance",
    "ReduceInstance",
    "RestartInstance",
    "RestartNode",
    "EnlargeVolume",
    "ResizeInstance",
    "BindPublicIP",
    "UnbindPublicIP",
    "ModifyName",
    "ModifyPort",
    "ModifySecurityGroup",
    "BackupSnapshot",
    "UpgradeDbVersion",
];

pub(crate) const GAUSSDB: &[&str] = &[
    "CreateGaussDBV5Instance",
    "BackupSnapshotGaussDBV5InInstance",
    "CloneGaussDBV5NewInstance",
    "RestoreGaussDBV5InInstance",
    "RestoreGaussDBV5InInstanceToExistedInst",
    "DeleteGaussDBV5Instance",
    "EnlargeGaussDBV5Volume",
    "ResizeGaussDBV5Flavor",
    "GaussDBV5ExpandClusterCN",
    "GaussDBV5ExpandClusterDN",
];

/// How owners call their instances: a purpose and a number or four hexadecimal digits behind it.
pub(crate) const INSTANCES: &[&str] = &[
    "DO-NOT-TOUCH-mgr2-mysql",
    "rds-billing-eu-de",
    "orders-prod",
    "orders-staging",
    "nosql",
    "dds",
    "gauss",
    "gauss-lt-m",
    "warehouse_reporting",
    "crm-read-replica",
    "test",
    "iot-telemetry-cassandra",
    "Zürich-Abrechnung",
    "订单数据库",
];

pub(crate) const REASONS: &[&str] = &[
    "Single task exception.",
    "The instance is abnormal and cannot be restored.",
    "Failed to create the volume: quota of \"gigabytes\" exceeded (requested 100, allowed 40).",
    "Timed out waiting for node 3 of 3 to join the cluster.",
    "DBS.200011: The DB instance does not exist.",
    "The backup file is damaged, see /var/log/dbs/restore.log\nlast block: 4711",
    "Kennwort für Benutzer »root« abgelaufen",
    "主备切换失败，请稍后重试",
    "Insufficient resources in the availability zone.",
];

/// GaussDB alone says what the instance is doing.
pub(crate) const INSTANCE_STATUSES: &[&str] =
    &["normal", "normal", "creating", "deleted", "backuping", "abnormal"];

/// Statuses that other services of the family have, or damaged documents show.
pub(crate) const STRANGE_STATUSES: &[&str] = &["Complete", "Pending", "Canceled", "SUCCESS", "EXECUTE_SUCCESS"];

/// Members that no dialect knows, each with a value.
pub(crate) const STRANGE_MEMBERS: &[(&str, &str)] = &[
    ("order_id", ""),
    ("project_id", "0483b6b16e954cb88930a360d2c4e663"),
    ("action_name", "create"),
    ("show_detail", "false"),
    ("region", "eu-de"),
];
