using System.Globalization;
using TestOps.HostileEngine;

// hostile MODE [PORT [FROM]]: serves until it is killed. What only a process can do is in the exe, the rest in the library.
if (args is not [var name, .. var rest])
{
    Console.Error.WriteLine($"MODE [PORT [FROM]]; modes: {string.Join(' ', HostileMode.All.Select(mode => mode.Name))}");
    return 2;
}

var port = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 0;
var from = rest.Length > 1 ? long.Parse(rest[1], CultureInfo.InvariantCulture) : 1;
await using var server = HostileServer.Start(HostileMode.Named(name), from, port);
Console.WriteLine($"hostile engine ({name} from call {from} on) listens on {server.Address}");
await server.Died.Task;
Console.Error.WriteLine("fatal: the hostile engine dies, as it was told");
return 7;
