// What the products offer in an organization, and the messages of SettingsService that concern it.

public import WellKnown
public import Wire

/// What the products offer in an organization.
public struct FeatureSettings: Message {
    public static let protoName = "roster.v1.FeatureSettings"
    public var organizationID = OrganizationID()
    /// Reports put usage beside the business won. Off until it is chosen.
    public var roiReporting = false
    /// People may send InMail and messages. On until it is switched off.
    public var inmailAndMessages = false
    /// People see whom their colleagues know. On until it is switched off, in a plan with TEAMLINK; in another always off.
    public var teamlink = false
    /// People may send smart links. On until it is switched off, in a plan with SMART_LINKS; in another always off.
    public var smartLinks = false
    public var updateTime: Timestamp?
    /// The revision of its last change.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "roi_reporting", &roiReporting)
        try v.field(3, "inmail_and_messages", &inmailAndMessages)
        try v.field(4, "teamlink", &teamlink)
        try v.field(5, "smart_links", &smartLinks)
        try v.field(6, "update_time", &updateTime)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Settings/getFeatures``.
public struct GetFeaturesRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetFeaturesRequest"
    public var organizationID = OrganizationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Settings/getFeatures``.
public struct GetFeaturesResponse: ReadResponse {
    public static let protoName = "roster.v1.GetFeaturesResponse"
    public var features: FeatureSettings?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "features", &features)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Settings/updateFeatures``.
public struct UpdateFeaturesRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.UpdateFeaturesRequest"
    /// `organization_id` names the organization; of the rest what the mask names is taken.
    public var features: FeatureSettings?
    /// Of `roi_reporting`, `inmail_and_messages`, `teamlink`, `smart_links`; another path is INVALID_ARGUMENT. Absent: every
    /// one of these that is set, so that switching something off needs a mask.
    public var updateMask: FieldMask?
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "features", &features)
        try v.field(2, "update_mask", &updateMask)
        try v.field(15, "options", &options)
    }

    public var organizationID: OrganizationID { features?.organizationID ?? OrganizationID() }
}

/// The answer of ``Methods/Settings/updateFeatures``.
public struct UpdateFeaturesResponse: MutatingResponse {
    public static let protoName = "roster.v1.UpdateFeaturesResponse"
    public var features: FeatureSettings?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "features", &features)
        try v.field(15, "result", &result)
    }
}
