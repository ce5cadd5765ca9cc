// All services of a node, on one router.

import RosterAPI
import RPC
import WellKnown

enum Services {
    static func router(_ backend: Backend, health: HealthService, reflection: Bool) -> Router {
        var services = ServiceRouter(backend: backend)
        OrganizationsService.register(&services)
        SubaccountsService.register(&services)
        MembersService.register(&services)
        InvitationsService.register(&services)
        LicensesService.register(&services)
        RolesService.register(&services)
        ResourcesService.register(&services)
        GroupsService.register(&services)
        AccessService.register(&services)
        SettingsService.register(&services)
        MailService.register(&services)
        KeysService.register(&services)
        var router = services.router
        for service in router.services { health.set(.serving, for: service) }
        router.add(health)
        if reflection {
            router.add(ReflectionService(services: router.services, descriptors: DescriptorSet(RosterFiles.all + WellKnownFiles.all)))
        }
        return router
    }
}
