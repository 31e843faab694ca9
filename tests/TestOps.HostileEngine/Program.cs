using System.Globalization;
using System.Runtime.InteropServices;
using TestOps.HostileEngine;

// hostile MODE [PORT [FROM]]: serves until it is killed. What only a process can do is here, the rest in the library.
if (args is not [var name, .. var rest])
{
    Console.Error.WriteLine($"MODE [PORT [FROM]]; modes: {string.Join(' ', HostileMode.All.Select(mode => mode.Name))} die-at-start never-ready flood stubborn");
    return 2;
}

var port = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 0;
var from = rest.Length > 1 ? long.Parse(rest[1], CultureInfo.InvariantCulture) : 1;
switch (name)
{
    case "die-at-start":
        Console.Error.WriteLine("fatal: the model file is missing");
        return 3;
    case "never-ready":
        Console.Error.WriteLine("loading, and loading on");
        await new TaskCompletionSource().Task;
        return 0;
    case "flood":
        Flood();
        break;
}

using var stubborn = name == "stubborn" ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true) : null;
await using var server = HostileServer.Start(name is "flood" or "stubborn" ? HostileMode.Good : HostileMode.Named(name), from, port);
Console.WriteLine($"hostile engine ({name} from call {from} on) listens on {server.Address}");
await server.Died.Task;
Console.Error.WriteLine("fatal: the hostile engine dies, as it was told");
return 7;

// 25 MB on each stream, in lines of 100 characters, before it serves: a reader that does not read would block it.
static void Flood()
{
    const int Lines = 250_000;
    for (var line = 0; line < Lines; line++)
    {
        var text = line.ToString("D99", CultureInfo.InvariantCulture);
        Console.Out.WriteLine(text);
        Console.Error.WriteLine(text);
    }
}
