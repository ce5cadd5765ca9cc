// Reach: how often each command came to each outcome, and which outcomes must be met (reliability S3).

public import RosterAPI

public struct Reach {
    public private(set) var counts: [String: Int] = [:]
    public init() {}

    public mutating func count(_ operation: Operation, _ outcome: Reason?) {
        counts["\(operation.name) \(outcome?.name ?? "accepted")", default: 0] += 1
    }

    public mutating func merge(_ other: Reach) { counts.merge(other.counts, uniquingKeysWith: +) }

    /// Outcomes reached less often than wanted, of those that must be.
    public func missing(atLeast count: Int) -> [String] {
        Reach.wanted.filter { counts[$0, default: 0] < count }.sorted().map { "\($0) \(counts[$0, default: 0])" }
    }

    /// Every command is accepted, and meets every refusal that it can.
    static let wanted: [String] = commands.flatMap { name, own in
        let unwanted = exempt[name] ?? []
        let shared = ["accepted", "MISSING_PERMISSION", "NOT_FOUND", "ACCOUNT_DEACTIVATED", "PLAN_FEATURE_UNAVAILABLE", "REVISION_MISMATCH"].filter { !unwanted.contains($0) }
        return (shared + own.split(separator: " ").map(String.init)).map { "\(name) \($0)" }
    }

    /// What a command meets beside what every command meets.
    private static let commands: KeyValuePairs<String, String> = [
        "CreateMember":
            "INVALID_EMAIL INVALID_FIELD ROLE_CEILING FEATURE_NOT_ENABLED CATEGORY_NOT_AVAILABLE SEAT_TYPE EMAIL_IN_USE QUOTA_EXCEEDED SEATS_EXHAUSTED ASSIGNMENT_CAP_REACHED",
        "SetEmail": "INVALID_EMAIL ROLE_CEILING OWNER_IMMUTABLE EMAIL_IN_USE WRONG_STATE",
        "SetTitle": "WRONG_STATE",
        "SetRole": "INVALID_FIELD ROLE_CEILING OWNER_IMMUTABLE SELF_MODIFICATION SEAT_TYPE WRONG_STATE",
        "SetCapabilities": "ROLE_CEILING OWNER_IMMUTABLE SELF_MODIFICATION SEAT_TYPE WRONG_STATE",
        "Suspend": "ROLE_CEILING OWNER_IMMUTABLE SELF_MODIFICATION WRONG_STATE",
        "Reactivate": "ROLE_CEILING OWNER_IMMUTABLE WRONG_STATE",
        "Remove": "ROLE_CEILING OWNER_IMMUTABLE WRONG_STATE",
        "Erase": "WRONG_STATE",
        "Login": "WRONG_STATE",
        "Restore": "INVALID_FIELD ROLE_CEILING FEATURE_NOT_ENABLED SEAT_TYPE EMAIL_IN_USE QUOTA_EXCEEDED WRONG_STATE",
        "Assign": "INVALID_FIELD SEAT_TYPE ALREADY_ASSIGNED SEATS_EXHAUSTED ASSIGNMENT_CAP_REACHED WRONG_STATE",
        "Revoke": "INVALID_FIELD WRONG_STATE",
        "Reassign": "INVALID_FIELD SEAT_TYPE ALREADY_ASSIGNED ASSIGNMENT_CAP_REACHED WRONG_STATE",
        "Activate": "WRONG_STATE",
        "Park": "WRONG_STATE",
        "Unpark": "SEATS_EXHAUSTED WRONG_STATE",
        "UpdatePool": "SEATS_IN_USE",
        "Purchase": "QUOTA_EXCEEDED WRONG_STATE",
        "ChangePlan": "SEATS_IN_USE WRONG_STATE",
        "Enable": "PLAN_FEATURE_UNAVAILABLE WRONG_STATE",
        "Delete": "WRONG_STATE",
        "Undelete": "WRONG_STATE",
        "Rename": "INVALID_FIELD NAME_IN_USE",
        "SetPolicies": "ROLE_CEILING",
        "TransferOwnership": "WRONG_STATE",
        "CreateSubaccount": "INVALID_FIELD ROLE_CEILING NAME_IN_USE WRONG_STATE SEAT_TYPE FEATURE_NOT_ENABLED QUOTA_EXCEEDED SUBACCOUNT_DEPTH",
        "CreateKey": "ROLE_CEILING WRONG_STATE",
        "UpdateKey": "INVALID_FIELD ROLE_CEILING SELF_MODIFICATION WRONG_STATE",
        "RevokeKey": "ROLE_CEILING WRONG_STATE",
        "RotateKey": "ROLE_CEILING WRONG_STATE",
        "CreateCustomRole": "INVALID_FIELD ROLE_CEILING NAME_IN_USE",
        "UpdateCustomRole": "INVALID_FIELD ROLE_CEILING SELF_MODIFICATION NAME_IN_USE",
        "DeleteCustomRole": "INVALID_FIELD ROLE_CEILING SELF_MODIFICATION ROLE_IN_USE",
        "GrantAdmin": "INVALID_FIELD ROLE_CEILING OWNER_IMMUTABLE SELF_MODIFICATION SEAT_TYPE CATEGORY_NOT_AVAILABLE WRONG_STATE",
        "UpdateAdmin": "INVALID_FIELD ROLE_CEILING OWNER_IMMUTABLE SELF_MODIFICATION CATEGORY_NOT_AVAILABLE WRONG_STATE",
        "RevokeAdmin": "ROLE_CEILING OWNER_IMMUTABLE SELF_MODIFICATION WRONG_STATE",
        "UpdateCrm": "WRONG_STATE",
        "SetCrmSync": "INVALID_FIELD WRONG_STATE",
        "ReportCrmSync": "INVALID_FIELD WRONG_STATE",
        "UpdateFeatures": "",
        "CreateGroup": "INVALID_FIELD NAME_IN_USE WRONG_STATE",
        "UpdateGroup": "INVALID_FIELD NAME_IN_USE WRONG_STATE",
        "DeleteGroup": "",
        "AddGroupMembers": "INVALID_FIELD",
        "RemoveGroupMembers": "INVALID_FIELD",
        "CreateGroupRule": "INVALID_FIELD NAME_IN_USE",
        "DeleteGroupRule": "",
        "ImportTags": "INVALID_FIELD",
        "Invite":
            "INVALID_EMAIL INVALID_FIELD ROLE_CEILING FEATURE_NOT_ENABLED CATEGORY_NOT_AVAILABLE SEAT_TYPE EMAIL_IN_USE QUOTA_EXCEEDED SEATS_EXHAUSTED ASSIGNMENT_CAP_REACHED",
        "Resend":
            "ROLE_CEILING FEATURE_NOT_ENABLED CATEGORY_NOT_AVAILABLE INVITATION_REVOKED INVITATION_ALREADY_ACCEPTED WRONG_STATE EMAIL_IN_USE QUOTA_EXCEEDED SEATS_EXHAUSTED ASSIGNMENT_CAP_REACHED",
        "RevokeInvitation": "ROLE_CEILING SELF_MODIFICATION INVITATION_REVOKED INVITATION_ALREADY_ACCEPTED INVITATION_EXPIRED WRONG_STATE",
        "RotateUniversalLink": "",
        "Accept": "INVALID_FIELD INVITATION_REVOKED INVITATION_ALREADY_ACCEPTED INVITATION_EXPIRED WRONG_STATE",
        "Decline": "INVALID_FIELD INVITATION_REVOKED INVITATION_ALREADY_ACCEPTED INVITATION_EXPIRED WRONG_STATE",
        "LeaseOutbox": "INVALID_FIELD",
        "AckOutbox": "INVALID_FIELD",
        "Connect": "INVALID_FIELD NAME_IN_USE",
        "UpdateResource": "INVALID_FIELD NOT_CONNECTION_OWNER",
        "RenewConnection": "INVALID_FIELD NOT_CONNECTION_OWNER",
        "Disconnect": "",
        "SetResourceRoles": "INVALID_FIELD ROLE_CEILING OWNER_IMMUTABLE SELF_MODIFICATION SEAT_TYPE WRONG_STATE",
        "CreateWorkspace": "INVALID_FIELD NAME_IN_USE",
        "RenameWorkspace": "INVALID_FIELD NAME_IN_USE",
        "DeleteWorkspace": "",
        "AddToWorkspace": "INVALID_FIELD",
        "RemoveFromWorkspace": "INVALID_FIELD",
        "GrantWorkspace": "INVALID_FIELD ROLE_CEILING OWNER_IMMUTABLE SELF_MODIFICATION SEAT_TYPE WRONG_STATE",
        "RevokeWorkspace": "INVALID_FIELD ROLE_CEILING OWNER_IMMUTABLE SELF_MODIFICATION",
    ]

    /// What can't be: what works in a deleted organization, and what needs no feature.
    private static let exempt: [String: Set<String>] = [
        "Undelete": ["ACCOUNT_DEACTIVATED", "PLAN_FEATURE_UNAVAILABLE"], "Erase": ["ACCOUNT_DEACTIVATED"],
        "RevokeKey": ["ACCOUNT_DEACTIVATED", "PLAN_FEATURE_UNAVAILABLE"], "RotateKey": ["PLAN_FEATURE_UNAVAILABLE"], "CreateKey": ["PLAN_FEATURE_UNAVAILABLE"], "UpdateKey": ["PLAN_FEATURE_UNAVAILABLE"],
        "Delete": ["PLAN_FEATURE_UNAVAILABLE"], "ChangePlan": ["PLAN_FEATURE_UNAVAILABLE"], "Purchase": ["PLAN_FEATURE_UNAVAILABLE"],
        "TransferOwnership": ["PLAN_FEATURE_UNAVAILABLE"],
        "Accept": ["PLAN_FEATURE_UNAVAILABLE"], "Decline": ["PLAN_FEATURE_UNAVAILABLE"],
        "Connect": ["PLAN_FEATURE_UNAVAILABLE"], "RenewConnection": ["PLAN_FEATURE_UNAVAILABLE"], "Disconnect": ["PLAN_FEATURE_UNAVAILABLE"],
    ]
}
