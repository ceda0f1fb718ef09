console.log(`The mesh's API: ${process.env.MESH_API_URL ?? '(not there yet)'}`);
