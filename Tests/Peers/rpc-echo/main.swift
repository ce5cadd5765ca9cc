// A small server on RPC for tests from outside and for measuring: rpc.test.Echo, bench.Echo, health and reflection.
//
//   rpc-echo [PORT [CERTIFICATE KEY]]     port 0 (the default) lets the kernel choose; prints "listening on HOST:PORT";
//                                         ends at SIGTERM, after a drain of at most two seconds
//   rpc-echo call PORT [AUTHORITIES]      our client against the server of rpc.test.Echo on that port of localhost
import Glibc
import HTTP2
import Loops
import RPC
import WellKnown

TerminationSignal.block()
let arguments = CommandLine.arguments
let health = HealthService()
health.set(.serving, for: "rpc.test.Echo")
var router = Router()
BenchEcho.register(&router)
TestEcho.register(&router)
router.add(health)
router.add(ReflectionService(services: router.services, descriptors: DescriptorSet(WellKnownFiles.all + [BenchEcho.file, TestEcho.file])))

do {
    let group = try LoopGroup(count: 1)
    let done = Gate()
    if arguments.count > 2, arguments[1] == "call" {
        let tls = arguments.count > 3 ? try TLSContext.client(authoritiesFile: arguments[3]) : nil
        let channel = Channel(host: "localhost", port: UInt16(arguments[2]) ?? 0, tls: tls, on: group.loops[0])
        group.loops[0].spawn {
            await ClientStory(channel: channel).run()
            done.open()
        }
        done.wait()
        channel.shutDown(graceful: false)
        group.stop()
        exit(0)
    }
    let server = RPCServer(router: router, on: group, health: health)
    let tls = arguments.count > 3 ? try TLSContext.server(certificateChainFile: arguments[2], privateKeyFile: arguments[3]) : nil
    let port = arguments.count > 1 ? UInt16(arguments[1]) ?? 0 : 0
    let addresses = try server.listen(host: "127.0.0.1", port: port, tls: tls)
    TestOutput.line("listening on \(addresses[0])")
    _ = TerminationSignal.wait()
    group.loops[0].spawn {
        await server.drain(withinNanoseconds: 2_000_000_000)
        done.open()
    }
    done.wait()
    group.stop()
} catch {
    TestOutput.line("rpc-echo: \(error)")
}
